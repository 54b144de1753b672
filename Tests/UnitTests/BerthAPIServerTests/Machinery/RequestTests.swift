import BerthHTTP
import Kubernetes
import NIOCore
import Testing

@testable import BerthAPIServer

@Suite struct `A request target` {
    private func info(_ method: String, _ target: String) throws -> RequestInfo {
        try RequestInfo(method: method, target: #require(RequestTarget(target)))
    }

    @Test(
        arguments: [
            ("GET", "/api/v1/pods", "list||v1|pods|||"),
            ("GET", "/api/v1/namespaces/ns/pods", "list||v1|pods||ns|"),
            ("HEAD", "/api/v1/namespaces/ns/pods/p", "get||v1|pods||ns|p"),
            ("GET", "/api/v1/namespaces/ns/pods/p/log?watch=true", "get||v1|pods|log|ns|p"),
            ("GET", "/api/v1/namespaces/ns", "get||v1|namespaces||ns|ns"),
            ("PUT", "/api/v1/namespaces/ns/finalize", "update||v1|namespaces|finalize|ns|ns"),
            ("GET", "/api/v1/pods?watch=true", "watch||v1|pods|||"),
            ("GET", "/api/v1/pods?watch=0", "list||v1|pods|||"),
            ("GET", "/api/v1/watch/namespaces/ns/pods/p", "watch||v1|pods||ns|p"),
            ("DELETE", "/apis/apps/v1/namespaces/ns/deployments", "deletecollection|apps|v1|deployments||ns|"),
            ("PATCH", "/apis/apps/v1/namespaces/ns/deployments/d/scale", "patch|apps|v1|deployments|scale|ns|d"),
            (
                "POST", "/apis/rbac.authorization.k8s.io/v1/clusterroles",
                "create|rbac.authorization.k8s.io|v1|clusterroles|||"
            ),
            (
                "GET", "/apis/image.openshift.io/v1/namespaces/ns/imagestreamtags/a%3Ab",
                "get|image.openshift.io|v1|imagestreamtags||ns|a:b"
            ),
            (
                "GET", "/apis/image.openshift.io/v1/namespaces/ns/imagestreamimages/a@sha256:00",
                "get|image.openshift.io|v1|imagestreamimages||ns|a@sha256:00"
            ),
        ]
    )
    func `is read once`(_ method: String, _ target: String, _ expected: String) throws {
        let info = try info(method, target)
        let parts = [
            info.verb, info.group, info.version, info.resource, info.subresource, info.namespace, info.name,
        ]
        #expect(info.isResource)
        #expect(parts.joined(separator: "|") == expected)
    }

    @Test(arguments: ["/healthz", "/api", "/api/v1", "/apis/apps/v1", "/", "/api/v1//pods", "/api/v1/pods%2Fa"])
    func `may be no resource`(_ target: String) throws {
        let info = try info("GET", target)
        #expect(!info.isResource)
    }

    @Test(arguments: ["/api/v1/pods/%zz", "/api/v1/pods/%ff", "/api/v1/pods/%00"])
    func `may be malformed`(_ target: String) throws {
        #expect(throws: Status.self) { try info("GET", target) }
    }
}

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
            #expect(try await api.send("GET", "/metrics").text.contains("apiserver_request_total"))
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
