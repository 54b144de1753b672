import BerthHTTP
import Kubernetes
import NIOCore
import Testing

@testable import BerthAPIServer

@Suite struct `A request` {
    @Test func `for what is not there is a 404 Status`() async throws {
        try await ServedAPI.serving { api in
            for path in ["/nothing", "/api/v1/nothings", "/apis/no.such/v1/x", "/api/v1/namespaces/ns/pods/p/x/y"] {
                let answer = try await api.send("GET", path)
                #expect(answer.code == 404)
                #expect(answer.message == "the server could not find the requested resource")
            }
            #expect(try await api.send("POST", ServedAPI.widgetsPath + "/a", ServedAPI.widget("a")).code == 405)
            #expect(try await api.send("GET", "/version").json["gitVersion"] == "v1.16.2")
            #expect(try await api.send("GET", "/livez").text == "ok")
            #expect(try await api.send("GET", "/livez/ping").text == "ok")
            #expect(try await api.send("GET", "/readyz?verbose").text == "[+]ping ok\nreadyz check passed\n")
            #expect(try await api.send("GET", "/livez/none").code == 404)
            #expect(try await api.send("GET", ServedAPI.widgetsPath).code == 200)
            for path in ["/apis/example.com/v2/namespaces/ns/widgets/a", ServedAPI.widgetsPath + "/a/invented"] {
                #expect(try await api.send("GET", path).code == 404)
            }
            let metrics = try await api.send("GET", "/metrics").text
            #expect(
                metrics.contains("apiserver_request_total") && metrics.contains("version=\"v1\",resource=\"widgets\"")
            )
            // nobody adds to them what there is not
            #expect(!metrics.contains("version=\"v2\"") && !metrics.contains("invented"))
        }
    }

    @Test func `that is not allowed says what was asked`() async throws {
        struct Nobody: Authorizer {
            func decide(_ attributes: AccessAttributes) async -> AccessDecision {
                AccessDecision(isAllowed: false, reason: "")
            }
        }
        var options = ServedAPI.Options()
        options.authorizer = Nobody()
        try await ServedAPI.serving(options) { api in
            let answer = try await api.send("GET", ServedAPI.widgetsPath + "/a", user: "eve")
            #expect(answer.code == 403)
            #expect(
                answer.message
                    == "widgets.example.com \"a\" is forbidden: User \"eve\" cannot get resource \"widgets\" in API "
                    + "group \"example.com\" in the namespace \"ns\""
            )
            #expect(try await api.send("GET", "/metrics", user: "eve").code == 403)
            #expect(try await api.send("GET", "/healthz", user: "eve").code == 200)
        }
    }

    @Test func `beyond the limits comes back later`() async throws {
        let limits = InFlightLimits(InFlightLimits.Limits())
        var small = InFlightLimits.Limits()
        (small.total, small.perUser) = (2, 1)
        let tight = InFlightLimits(small)
        try await tight.run(for: UserInfo(username: "a")) {
            await #expect(throws: Status.self) { try await tight.run(for: UserInfo(username: "a")) {} }
            try await tight.run(for: UserInfo(username: "b")) {
                await #expect(throws: Status.self) { try await tight.run(for: UserInfo(username: "c")) {} }
                try await tight.run(for: UserInfo(username: "root", groups: ["system:masters"])) {}
            }
        }
        #expect(tight.count == 0)
        #expect(limits.count == 0)
    }

    @Test func `may have a gzip body`() async throws {
        // printf '{"metadata":{"name":"z"}}' | gzip -n
        let bytes: [UInt8] = GzipSamples.object
        try await ServedAPI.serving { api in
            let answer = try await api.send("POST", ServedAPI.widgetsPath, bytes: bytes, encoding: "gzip")
            #expect(answer.code == 201)
            #expect(answer.json.name == "z")
            let broken = try await api.send(
                "POST",
                ServedAPI.widgetsPath,
                bytes: Array(bytes.dropLast(3)),
                encoding: "gzip"
            )
            #expect(broken.code == 400)
            #expect(try await api.send("POST", ServedAPI.widgetsPath, bytes: bytes, encoding: "br").code == 415)
        }
    }

    @Test func `inflates no further than its limit`() throws {
        #expect(throws: Gzip.Failure.tooLarge) {
            try Gzip.inflate(ByteBuffer(bytes: GzipSamples.zeros), limit: 1000)
        }
        #expect(try Gzip.inflate(ByteBuffer(bytes: GzipSamples.zeros), limit: 100_000).readableBytes == 100_000)
    }
}

@Suite struct `Rights on one name` {
    /// Lets list and watch `a`, and update anything, but create nothing.
    private struct Narrow: Authorizer {
        func decide(_ attributes: AccessAttributes) async -> AccessDecision {
            AccessDecision(isAllowed: attributes.name == "a" || attributes.verb == "update", reason: "")
        }
    }

    @Test func `suffice for a list that selects it, and for no other`() async throws {
        var options = ServedAPI.Options()
        options.authorizer = Narrow()
        try await ServedAPI.serving(options) { api in
            let widgets = ServedAPI.widgetsPath
            try await api.namespace("other")
            #expect(try await api.send("GET", widgets + "?fieldSelector=metadata.name%3Da").code == 200)
            #expect(try await api.send("GET", widgets + "?fieldSelector=metadata.name%3Db").code == 403)
            #expect(try await api.send("GET", widgets + "?fieldSelector=metadata.name!%3Da").code == 403)
            #expect(try await api.send("GET", widgets).code == 403)
            #expect(try await api.send("GET", widgets + "?watch=true").code == 403)
            #expect(try await api.send("GET", "/apis/example.com/v1/watch/namespaces/ns/widgets/b").code == 403)
        }
    }

    @Test func `to update are none to create`() async throws {
        var options = ServedAPI.Options()
        options.authorizer = Narrow()
        try await ServedAPI.serving(options) { api in
            let lease: JSONValue = ["metadata": ["name": "l"], "spec": [:]]
            let path = "/apis/coordination.k8s.io/v1/namespaces/ns/leases/l"
            let answer = try await api.send("PUT", path, lease)
            #expect(answer.code == 403 || answer.code == 404)
        }
    }
}
