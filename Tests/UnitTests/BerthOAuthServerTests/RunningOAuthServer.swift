import HTTPTypes
import BerthHTTP
import BerthTesting
import Foundation
import HummingbirdCore
import Kubernetes
import KubernetesClient
import Logging
import NIOCore
import Synchronization

@testable import BerthOAuthServer

/// An OAuth server in this process over a ``FakeAPI``, with one htpasswd provider and the clients of a cluster.
struct RunningOAuthServer: Sendable {
    static let issuer = "https://oauth.example:6444"
    static let clients = "/apis/oauth.openshift.io/v1/oauthclients"
    static let codes = "/apis/oauth.openshift.io/v1/oauthauthorizetokens"
    static let tokens = "/apis/oauth.openshift.io/v1/oauthaccesstokens"
    static let users = "/apis/user.openshift.io/v1/users"
    static let identities = "/apis/user.openshift.io/v1/identities"
    static let configuration = "/apis/config.openshift.io/v1/oauths"
    static let passwords = "/api/v1/namespaces/openshift-config/secrets"

    let http: RawHTTP
    let api: FakeAPI
    let client: KubernetesClient
    let clock: Clock

    /// A clock that tests move.
    final class Clock: Sendable {
        private let seconds = Mutex(1_800_000_000.0)
        private let start = ContinuousClock.now
        var now: Double { seconds.withLock { $0 } }
        var instant: ContinuousClock.Instant { start + .seconds(now - 1_800_000_000) }
        func advance(_ by: Double) { seconds.withLock { $0 += by } }
    }

    /// Runs `body` against a server that knows `user1` with the password `secret1`, and `user2` with `secret2`.
    static func run(
        configure: @escaping @Sendable (FakeAPI) -> Void = { _ in },
        limits: OAuthServerLimits = quickLimits,
        sessionFile: (any SessionFile)? = nil,
        _ body: @escaping @Sendable (RunningOAuthServer) async throws -> Void
    ) async throws {
        let clock = Clock()
        let api = FakeAPI(now: clock.now)
        seed(api)
        configure(api)
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        let (apiPorts, apiPort) = AsyncStream.makeStream(of: Int.self)
        let service = HTTPService(
            configuration: .patient,
            metrics: MetricsRegistry(),
            metricsPrefix: "fake",
            logger: logger,
            responder: { request, _ in try await api.respond(request) },
            fallback: { _, _ in Response(status: .internalServerError) },
            onReady: { apiPort.yield($0.port ?? 0) }
        )
        try await withThrowingTaskGroup(of: Void.self) { [logger] group in
            group.addTask { try await service.run() }
            var found = 0
            for await port in apiPorts {
                found = port
                break
            }
            var reach = KubernetesClientConfiguration(server: "http://127.0.0.1:\(found)")
            reach.firstBackoff = .milliseconds(1)
            // also the time to wait for one of the connections
            reach.connectTimeout = .seconds(300)
            reach.readTimeout = .seconds(300)
            reach.requestTimeout = .seconds(300)
            let client = try KubernetesClient(configuration: reach, logger: logger)
            var configuration = OAuthServerConfiguration(
                http: .patient,
                issuer: issuer,
                apiURL: "https://api.example:6443"
            )
            configuration.bounds = limits
            let (ports, port) = AsyncStream.makeStream(of: Int.self)
            let server = OAuthServer(
                configuration: configuration,
                client: client,
                sessionFile: sessionFile,
                now: { clock.now },
                instant: { clock.instant },
                logger: logger
            ) { port.yield($0.port ?? 0) }
            group.addTask { try await server.run() }
            group.addTask {
                for await port in ports {
                    try await body(
                        RunningOAuthServer(http: RawHTTP(port: port), api: api, client: client, clock: clock)
                    )
                    return
                }
            }
            do {
                try await group.next()
            } catch {
                group.cancelAll()
                try await client.shutdown()
                throw error
            }
            group.cancelAll()
            try await client.shutdown()
        }
    }

    /// Nothing is remembered, so that a test sees its changes at once.
    static var quickLimits: OAuthServerLimits {
        var limits = OAuthServerLimits()
        limits.providerAge = .zero
        return limits
    }

    private static func seed(_ api: FakeAPI) {
        api.put("/api/v1/namespaces", ["kind": "Namespace", "metadata": ["name": "kube-system"]])
        setPasswords(api, ["user1:" + PasswordSample.hash("secret1"), "user2:" + PasswordSample.hash("secret2")])
        setProviders(api, [("htpasswd_provider", "htpass-secret", "claim")])
        addClient(api, "openshift-challenging-client", redirects: ["\(issuer)/oauth/token/implicit"], challenges: true)
        addClient(api, "openshift-browser-client", redirects: ["\(issuer)/oauth/token/display"], secret: "random")
        addClient(api, "openshift-cli-client", redirects: ["http://127.0.0.1/callback", "http://[::1]/callback"])
        addClient(api, "console", redirects: ["https://console.example/auth/callback"], secret: "console-secret")
    }

    /// Sets the lines of the htpasswd Secret.
    static func setPasswords(_ api: FakeAPI, _ lines: [String], secret: String = "htpass-secret") {
        let data = Data((lines.joined(separator: "\n") + "\n").utf8).base64EncodedString()
        api.put(
            passwords,
            ["kind": "Secret", "metadata": ["name": .string(secret)], "data": ["htpasswd": .string(data)]]
        )
    }

    /// Sets the providers of `OAuth/cluster`: name, Secret, mapping method.
    static func setProviders(
        _ api: FakeAPI,
        _ providers: [(String, String, String)],
        tokenConfig: JSONValue = [:]
    ) {
        let list = providers.map { name, secret, mapping -> JSONValue in
            [
                "name": .string(name), "type": "HTPasswd", "mappingMethod": .string(mapping),
                "htpasswd": ["fileData": ["name": .string(secret)]],
            ]
        }
        api.put(
            configuration,
            [
                "kind": "OAuth", "metadata": ["name": "cluster"],
                "spec": ["identityProviders": .array(list), "tokenConfig": tokenConfig],
            ]
        )
    }

    /// Adds an OAuthClient.
    static func addClient(
        _ api: FakeAPI,
        _ name: String,
        redirects: [String],
        secret: String = "",
        challenges: Bool = false,
        grantMethod: String = "auto",
        more: [(String, JSONValue)] = []
    ) {
        var object: JSONValue = [
            "kind": "OAuthClient", "metadata": ["name": .string(name)], "redirectURIs": JSONValue(strings: redirects),
            "grantMethod": .string(grantMethod), "respondWithChallenges": .bool(challenges),
        ]
        if !secret.isEmpty { object.set(.string(secret), at: ["secret"]) }
        for (member, value) in more { object.set(value, at: [member]) }
        api.put(clients, object)
    }

    /// Sets the kubeadmin Secret.
    static func setKubeadmin(_ api: FakeAPI, password: String, age: Double = 0) {
        let data = Data(PasswordSample.hash(password).utf8).base64EncodedString()
        api.put(
            "/api/v1/namespaces/kube-system/secrets",
            ["kind": "Secret", "metadata": ["name": "kubeadmin"], "data": ["kubeadmin": .string(data)]],
            age: age
        )
    }
}
