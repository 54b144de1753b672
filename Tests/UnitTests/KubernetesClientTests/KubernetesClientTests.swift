import BerthTesting
import Kubernetes
import KubernetesClient
import Synchronization
import Testing

@Suite struct `A Kubernetes client` {
    static func status(_ code: Int, _ reason: String) -> String {
        Status(code: code, reason: reason, message: "no").json.serialized()
    }

    @Test func `names objects by paths that nothing escapes from`() async throws {
        try await ScriptedServer.serving([.answer(200, "{}")]) { client, api in
            _ = try await client.get(.identities, name: "prov:b64:a/b+c")
            _ = try await client.get(.secrets, namespace: "a", name: "..")
            try await client.delete(.users, name: "u", preconditions: Preconditions(uid: "1", resourceVersion: "2"))
            _ = try await client.update(.secrets, ["metadata": ["name": "s", "namespace": "n"]], subresource: "status")
            _ = try await client.patch(.users, name: "u", type: .merge, ["a": .null])
            #expect(
                api.asked.map(\.line) == [
                    "GET /apis/user.openshift.io/v1/identities/prov%3Ab64%3Aa%2Fb%2Bc",
                    "GET /api/v1/namespaces/a/secrets/%2E%2E", "DELETE /apis/user.openshift.io/v1/users/u",
                    "PUT /api/v1/namespaces/n/secrets/s/status", "PATCH /apis/user.openshift.io/v1/users/u",
                ]
            )
            let options = try JSONValue(parsing: Array(api.asked[2].body.utf8))
            #expect(options["preconditions"] == ["uid": "1", "resourceVersion": "2"])
            #expect(api.asked[4].headers["content-type"] == "application/merge-patch+json")
        }
    }

    @Test func `sends its token and speaks of it to nobody`() async throws {
        try await ScriptedServer.serving(
            [.answer(401, status401)],
            configure: { $0.credentials = .token("hush") }
        ) { client, api in
            do {
                _ = try await client.get(.users, name: "u")
                Issue.record("nothing was thrown")
            } catch {
                #expect((error as? KubernetesClientError)?.status?.code == 401)
                #expect(!"\(error)".contains("hush"))
            }
            #expect(api.asked.map { $0.headers["authorization"] } == ["Bearer hush"])
        }
    }

    private let status401 = `A Kubernetes client`.status(401, "Unauthorized")

    @Test(arguments: [("NotFound", 404), ("AlreadyExists", 409), ("Conflict", 409), ("Expired", 410)])
    func `tells refusals apart and does not repeat them`(_ reason: String, _ code: Int) async throws {
        try await ScriptedServer.serving([.answer(code, Self.status(code, reason))]) { client, api in
            do {
                _ = try await client.get(.users, name: "u")
                Issue.record("nothing was thrown")
            } catch let error as KubernetesClientError {
                #expect(error.isNotFound == (code == 404))
                #expect(error.isAlreadyExists == (reason == "AlreadyExists"))
                #expect(error.isConflict == (reason == "Conflict"))
                #expect(error.isExpired == (code == 410))
                #expect(!error.isTransient)
            }
            #expect(api.asked.count == 1)
        }
    }

    @Test func `repeats reads, and writes only when they were not carried out`() async throws {
        let busy = ScriptedServer.Step.answer(429, Self.status(429, "TooManyRequests"), [("Retry-After", "1")])
        let down = ScriptedServer.Step.answer(503, "gateway", [])
        try await ScriptedServer.serving([busy, down, .hangUp, .answer(200, "{}")]) { client, api in
            _ = try await client.get(.users, name: "u")
            #expect(api.asked.count == 4)
        }
        try await ScriptedServer.serving([busy, .answer(201, "{}")]) { client, api in
            _ = try await client.create(.users, ["metadata": ["name": "u"]])
            #expect(api.asked.count == 2)
        }
        for step in [down, .hangUp] {
            try await ScriptedServer.serving([step, .answer(201, "{}")]) { client, api in
                await #expect(throws: KubernetesClientError.self) {
                    try await client.create(.users, ["metadata": ["name": "u"]])
                }
                await #expect(throws: Never.self) { try await client.delete(.users, name: "u") }
                #expect(api.asked.count == 2)
            }
        }
    }

    @Test func `gives up after a while`() async throws {
        try await ScriptedServer.serving([.answer(503, "")]) { client, api in
            await #expect(throws: KubernetesClientError.self) { try await client.get(.users, name: "u") }
            #expect(api.asked.count == client.configuration.attemptLimit)
        }
    }

    @Test func `reads a list to its end and begins again when its snapshot is gone`() async throws {
        let first = """
            {"kind":"UserList","apiVersion":"user.openshift.io/v1","metadata":{"resourceVersion":"7","continue":"c/1"},
            "items":[{"metadata":{"name":"a"}}]}
            """
        let last = """
            {"kind":"UserList","apiVersion":"user.openshift.io/v1","metadata":{"resourceVersion":"7"},"items":[{"metadata":{"name":"b"}}]}
            """
        try await ScriptedServer.serving([
            .answer(200, first), .answer(410, Self.status(410, "Expired")), .answer(200, first), .answer(200, last),
        ]) { client, api in
            let list = try await client.list(.users, ObjectSelection(labels: "a=b,c!=d"))
            #expect(list.items.map(\.name) == ["a", "b"])
            #expect(list.items.map(\.kind) == ["User", "User"])
            #expect(list.resourceVersion == "7")
            #expect(
                api.asked[0].line == "GET /apis/user.openshift.io/v1/users?labelSelector=a%3Db%2Cc%21%3Dd&limit=500"
            )
            #expect(api.asked[1].line.hasSuffix("&limit=500&continue=c%2F1"))
        }
    }

    @Test func `changes an object again when somebody else was faster`() async throws {
        let object = "{\"metadata\":{\"name\":\"u\",\"resourceVersion\":\"1\"}}"
        try await ScriptedServer.serving([
            .answer(200, object), .answer(409, Self.status(409, "Conflict")), .answer(200, object),
            .answer(200, object),
        ]) { client, api in
            _ = try await client.modify(.users, name: "u") { user in
                var user = user
                user.set("x", at: ["fullName"])
                return user
            }
            #expect(api.asked.map { $0.line.prefix(3) } == ["GET", "PUT", "GET", "PUT"])
        }
    }
}

@Suite struct `A watch` {
    private static func event(_ type: String, _ name: String, _ version: Int) -> String {
        "{\"type\":\"\(type)\",\"object\":{\"metadata\":{\"name\":\"\(name)\",\"resourceVersion\":\"\(version)\"}}}"
    }

    @Test func `goes on where it was when its connection ends, breaks or is silent`() async throws {
        // By what is asked for: a slow machine may lose any answer to the time limit, and asks again.
        let mishaps = Mutex<[ScriptedServer.Step]>([.lines([], breaks: true), .silence, .answer(503, "")])
        try await ScriptedServer.serving(
            configure: { $0.readTimeout = .seconds(2) },
            step: { asked in
                switch Self.version(asked) {
                case "10": .lines([Self.event("ADDED", "a", 11), Self.event("MODIFIED", "a", 12)])
                case "11": .lines([Self.event("MODIFIED", "a", 12)])
                case "12": .lines([Self.event("BOOKMARK", "", 15)])
                default:
                    mishaps.withLock { $0.isEmpty ? nil : $0.removeFirst() } ?? .lines([Self.event("DELETED", "a", 16)])
                }
            }
        ) { client, api in
            var events: [String] = []
            for try await event in client.watch(.users, after: "10") {
                switch event {
                case .added(let object): events.append("+\(object.name)")
                case .modified(let object): events.append("~\(object.name)")
                case .deleted(let object): events.append("-\(object.name)")
                case .bookmark(let version): events.append("=\(version)")
                }
                if events.count == 4 { break }
            }
            #expect(events == ["+a", "~a", "=15", "-a"])
            // in whatever order the requests came in that the client had given up
            let versions = api.asked.map(Self.version)
            #expect(Set(versions).isSuperset(of: ["10", "15"]))
            #expect(Set(versions).isSubset(of: ["10", "11", "12", "15"]))
            #expect(versions.count { $0 == "15" } >= 4)
            #expect(api.asked.allSatisfy { $0.line.contains("watch=true&allowWatchBookmarks=true") })
        }
    }

    private static func version(_ asked: ScriptedServer.Asked) -> String {
        String(asked.line.split(separator: "resourceVersion=").last?.prefix { $0 != "&" } ?? "")
    }

    @Test func `ends when history is gone`() async throws {
        let gone = "{\"type\":\"ERROR\",\"object\":" + `A Kubernetes client`.status(410, "Expired") + "}"
        for step in [ScriptedServer.Step.lines([gone]), .answer(410, `A Kubernetes client`.status(410, "Expired"))] {
            try await ScriptedServer.serving([step]) { client, _ in
                do {
                    for try await _ in client.watch(.users, after: "1") {}
                    Issue.record("nothing was thrown")
                } catch let error as KubernetesClientError {
                    #expect(error.isExpired)
                }
            }
        }
    }

    @Test func `refuses a line that is too long or no event`() async throws {
        for line in [String(repeating: "a", count: 5000), "{}", "nonsense"] {
            try await ScriptedServer.serving([.lines([line])], configure: { $0.watchLineLimit = 1000 }) { client, _ in
                await #expect(throws: KubernetesClientError.self) {
                    for try await _ in client.watch(.users, after: "1") {}
                }
            }
        }
    }
}

@Suite struct `An informer` {
    private static func list(_ names: [String], _ version: Int) -> ScriptedServer.Step {
        let items = names.map { "{\"metadata\":{\"name\":\"\($0)\",\"resourceVersion\":\"\(version)\"}}" }
        return .answer(
            200,
            "{\"kind\":\"UserList\",\"metadata\":{\"resourceVersion\":\"\(version)\"},\"items\":[\(items.joined(separator: ","))]}"
        )
    }

    @Test func `follows the server, over lost history too`() async throws {
        let gone = "{\"type\":\"ERROR\",\"object\":" + `A Kubernetes client`.status(410, "Expired") + "}"
        try await ScriptedServer.serving([
            Self.list(["a", "b"], 5),
            .lines([
                "{\"type\":\"DELETED\",\"object\":{\"metadata\":{\"name\":\"a\",\"resourceVersion\":\"6\"}}}", gone,
            ]),
            Self.list(["b", "c"], 9), .silence,
        ]) { client, _ in
            let (changes, told) = AsyncStream.makeStream(of: String.self)
            let informer = Informer(client: client, resource: .users) { change in
                told.yield("\(change.key.name)\(change.old == nil ? "+" : change.new == nil ? "-" : "~")")
            }
            await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await informer.run() }
                await informer.settled()
                var seen: Set<String> = []
                for await change in changes {
                    seen.insert(change)
                    if seen.count == 5 { break }
                }
                #expect(seen == ["a+", "b+", "a-", "b~", "c+"])
                #expect(informer.object(name: "c") != nil)
                #expect(informer.object(name: "a") == nil)
                #expect(informer.objects.count == 2)
                group.cancelAll()
            }
        }
    }
}

@Suite struct `A kubeconfig` {
    private static let text = """
        apiVersion: v1
        kind: Config
        current-context: one
        clusters:
        - name: c1
          cluster: {server: "https://a.example:6443/", certificate-authority-data: Y2E=}
        - name: c2
          cluster: {server: "https://b.example", certificate-authority: ca.pem, insecure-skip-tls-verify: true}
        users:
        - name: u1
          user: {client-certificate-data: Y2VydA==, client-key-data: a2V5}
        - name: u2
          user: {tokenFile: /var/token}
        - name: u3
          user: {token: abc, client-certificate: x.pem}
        - name: u4
          user: {client-certificate: x.pem}
        contexts:
        - name: one
          context: {cluster: c1, user: u1, namespace: ns}
        - name: two
          context: {cluster: c2, user: u2}
        - name: three
          context: {cluster: c2, user: u3}
        - name: four
          context: {cluster: c2, user: u4}
        - name: five
          context: {cluster: c2}
        - name: six
          context: {cluster: nowhere}
        """

    @Test func `names a server, whom to trust and who one is`() throws {
        let one = try Kubeconfig.parse(Self.text)
        #expect(one.server == "https://a.example:6443")
        #expect(one.certificateAuthority == .bytes(Array("ca".utf8)))
        guard case .certificate(.bytes(let chain), .bytes(let key)) = one.credentials else {
            Issue.record("no certificate")
            return
        }
        #expect(chain == Array("cert".utf8))
        #expect(key == Array("key".utf8))
        let two = try Kubeconfig.parse(Self.text, context: "two", folder: "/etc/berth")
        #expect(two.certificateAuthority == .file("/etc/berth/ca.pem"))
        #expect(two.skipsCertificateVerification)
        guard case .tokenFile("/var/token") = two.credentials else {
            Issue.record("no token file")
            return
        }
        guard case .token("abc") = try Kubeconfig.parse(Self.text, context: "three").credentials else {
            Issue.record("no token")
            return
        }
        guard case .none = try Kubeconfig.parse(Self.text, context: "five").credentials else {
            Issue.record("credentials of nobody")
            return
        }
    }

    @Test(arguments: ["four", "six", "seven"])
    func `that misses something is refused`(_ context: String) {
        #expect(throws: Kubeconfig.ParseError.self) { try Kubeconfig.parse(Self.text, context: context) }
    }

    @Test(arguments: ["", "a: [", "[]", "current-context: x"])
    func `that is none is refused`(_ text: String) {
        #expect(throws: Kubeconfig.ParseError.self) { try Kubeconfig.parse(text) }
    }
}
