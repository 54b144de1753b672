import AsyncHTTPClient
import BerthHTTP
import BerthTesting
import HTTPTypes
import HummingbirdCore
import Kubernetes
import Logging
import NIOCore
import NIOHTTP1
import NIOPosix
import ServiceLifecycle
import Testing

@testable import BerthAPIServer

/// The whole API server over memory, in this process, with users who have tokens.
struct WholeAPI: Sendable {
    /// Somebody with a token.
    struct Client: Sendable {
        let api: WholeAPI
        let name: String
        let token: String

        @discardableResult
        func send(
            _ method: String,
            _ path: String,
            _ body: JSONValue? = nil,
            type: String = "application/json"
        )
            async throws -> ServedAPI.Answer
        {
            try await api.send(method, path, body, type: type, token: token)
        }

        func get(_ path: String) async throws -> ServedAPI.Answer { try await send("GET", path) }

        /// Runs `body` with the lines of a watch that has begun.
        func watching(_ path: String, _ body: (inout WatchReader) async throws -> Void) async throws {
            let code = try await watchingIfAllowed(path, body)
            try #require(code == 200)
        }

        /// Answers the code of a watch, and runs `body` with its lines if it has begun.
        func watchingIfAllowed(
            _ path: String,
            _ body: (inout WatchReader) async throws -> Void
        ) async throws -> UInt {
            var request = HTTPClientRequest(url: api.base + path)
            request.headers.add(name: "Authorization", value: "Bearer \(token)")
            let response = try await api.client.execute(request, timeout: Patience.limit)
            guard response.status.code == 200 else { return response.status.code }
            var reader = WatchReader(iterator: response.body.makeAsyncIterator())
            try await body(&reader)
            return response.status.code
        }
    }

    let base: String
    let client: HTTPClient
    let parts: APIServerParts
    let watches: RunningWatches
    let admin: String

    static func serving(
        store: any ResourceStore = InMemoryResourceStore(),
        _ body: @Sendable @escaping (WholeAPI, Client) async throws -> Void
    ) async throws {
        try await BerthFixture.with { fixture in
            var logger = Logger(label: "test")
            logger.logLevel = .critical
            let folder = try fixture.folder("api")
            var configuration = APIServerConfiguration(
                directory: folder,
                http: HTTPServiceConfiguration(port: 0),
                externalURL: "https://127.0.0.1:6443",
                oauthURL: "https://127.0.0.1:6444"
            )
            configuration.audit = nil
            configuration.http.limits = Patience.requests
            configuration.patience = Patience.duration
            let pool = NIOThreadPool.singleton
            let parts = try await APIServerParts(
                configuration: configuration,
                store: store,
                pool: pool,
                logger: logger
            )
            // the tick is an hour away: what ends a watch of a test is what the test does
            var gateway = parts.gateway
            gateway.storage.watchTick = .seconds(3600)
            let (ports, told) = AsyncStream.makeStream(of: Int.self)
            let http = HTTPService(
                configuration: configuration.http,
                metrics: parts.metrics,
                metricsPrefix: "test",
                logger: logger,
                responder: { [gateway] request, context in await gateway.respond(to: request, context) },
                fallback: { _, _ in Response(status: .internalServerError) },
                onReady: { address in
                    told.yield(address.port ?? 0)
                    told.finish()
                }
            )
            try await withThrowingTaskGroup(of: Bool.self) { group in
                for service in parts.services {
                    group.addTask {
                        try await service.run()
                        return false
                    }
                }
                group.addTask {
                    try await parts.begin()
                    try await http.run()
                    return false
                }
                group.addTask {
                    var port = 0
                    for await bound in ports { port = bound }
                    try await run(body, port: port, parts)
                    return true
                }
                while let isBody = try await group.next() {
                    guard isBody else { continue }
                    group.cancelAll()
                    return
                }
            }
        }
    }

    private static func run(
        _ body: @Sendable (WholeAPI, Client) async throws -> Void,
        port: Int,
        _ parts: APIServerParts
    ) async throws {
        let client = Patience.client()
        let result: Result<Void, any Error>
        do {
            let api = WholeAPI(
                base: "http://127.0.0.1:\(port)",
                client: client,
                parts: parts,
                watches: parts.gateway.storage.watches,
                admin: "the-admin"
            )
            let admin = try await api.user(api.admin)
            _ = try await parts.objects.create(
                KnownResource.clusterRoleBindings,
                Rights.binding("the-admins", to: "cluster-admin", "user:\(api.admin)")
            )
            try #require(try await Identities.eventually { try await admin.get("/api/v1/nodes").code == 200 })
            try await body(api, admin)
            result = .success(())
        } catch {
            result = .failure(error)
        }
        try await client.shutdown()
        try result.get()
    }

    /// A new user with a token.
    func user(_ name: String) async throws -> Client {
        let user = try await parts.objects.create(KnownResource.users, ["metadata": ["name": .string(name)]])
        return try await token(of: name, uid: user.uid)
    }

    /// Another token of a user, which differs in some members.
    func token(of name: String, uid: String, _ changes: [String: JSONValue] = [:]) async throws -> Client {
        let token = OAuthTokenName.makeToken()
        var object: JSONValue = [
            "metadata": ["name": .string(OAuthTokenName.hashed(token) ?? "")],
            "clientName": "openshift-challenging-client",
            "userName": .string(name), "userUID": .string(uid), "expiresIn": 86400, "scopes": ["user:full"],
            "redirectURI": "https://127.0.0.1:6444/oauth/token/implicit",
        ]
        for (member, value) in changes { object.set(value, at: [member]) }
        _ = try await parts.objects.create(KnownResource.oauthAccessTokens, object)
        return Client(api: self, name: name, token: token)
    }

    /// A new project of a user.
    func project(_ name: String, of client: Client) async throws {
        let request: JSONValue = [
            "kind": "ProjectRequest", "apiVersion": "project.openshift.io/v1", "metadata": ["name": .string(name)],
        ]
        let answer = try await client.send("POST", "/apis/project.openshift.io/v1/projectrequests", request)
        try #require(answer.code == 201, "\(answer.text)")
    }

    /// Gives a cluster role in a namespace.
    func bind(_ name: String, _ role: String, in namespace: String, to subject: String) async throws {
        _ = try await parts.objects.create(
            KnownResource.roleBindings,
            Rights.binding(name, in: namespace, to: role, subject)
        )
    }

    func send(
        _ method: String,
        _ path: String,
        _ body: JSONValue? = nil,
        type: String = "application/json",
        accept: String? = nil,
        token: String
    ) async throws -> ServedAPI.Answer {
        var request = HTTPClientRequest(url: base + path)
        request.method = .init(rawValue: method)
        request.headers.add(name: "Authorization", value: "Bearer \(token)")
        if let accept { request.headers.add(name: "Accept", value: accept) }
        if let body {
            request.body = .bytes(body.serializedBytes())
            request.headers.add(name: "Content-Type", value: type)
        }
        let response = try await client.execute(request, timeout: Patience.limit)
        let collected = try await response.body.collect(upTo: 64 << 20)
        return ServedAPI.Answer(
            code: Int(response.status.code),
            headers: response.headers.map { ($0.name, $0.value) },
            text: String(buffer: collected)
        )
    }
}
