import BerthTesting
import Kubernetes
import Logging
import Synchronization
import Testing

@testable import BerthOAuthServer

/// Keeps what is logged.
private final class Lines: Sendable {
    private let lines = Mutex<[String]>([])
    var warnings: [String] { lines.withLock(\.self) }
    func add(_ line: String) { lines.withLock { $0.append(line) } }
}

/// Logs into lines.
private struct LinesHandler: LogHandler {
    let lines: Lines
    var metadata: Logger.Metadata = [:]
    var metadataProvider: Logger.MetadataProvider?
    var logLevel = Logger.Level.warning

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) { lines.add("\(event.message) \(event.metadata ?? [:])") }
}

@Suite struct `Identity providers of a kind that is not served` {
    private static func configure(_ api: FakeAPI) {
        api.put(
            RunningOAuthServer.configuration,
            [
                "kind": "OAuth", "metadata": ["name": "cluster"],
                "spec": [
                    "identityProviders": [
                        ["name": "directory", "type": "LDAP", "ldap": ["url": "ldaps://ldap.example"]],
                        ["name": "sso", "type": "OpenID", "openID": ["issuer": "https://sso.example"]],
                        ["name": "broken"],
                        [
                            "name": "htpasswd_provider", "type": "HTPasswd", "mappingMethod": "claim",
                            "htpasswd": ["fileData": ["name": "htpass-secret"]],
                        ],
                    ]
                ],
            ]
        )
    }

    @Test func `stand beside others, by whom people log in`() async throws {
        try await RunningOAuthServer.run(configure: Self.configure) { server in
            let code = try await server.code()
            #expect(!code.isEmpty)
            let (_, reply) = try await server.browserLogin()
            #expect(reply.status == 302)
            // nobody is offered what does not work
            let page = try await server.http.request("GET", "/login?then=%2Foauth%2Ftoken%2Frequest")
            #expect(page.status == 200 && !page.text.contains("sso") && page.text.contains("password"))
            #expect(try await server.http.request("GET", "/login/sso?then=%2F").status == 404)
        }
    }

    @Test func `are told in the log, once as long as they are the same`() async throws {
        try await RunningOAuthServer.run(configure: Self.configure) { server in
            let lines = Lines()
            let logger = Logger(label: "test") { _ in LinesHandler(lines: lines) }
            let providers = IdentityProviders(client: server.client, age: .zero, logger: logger)
            for _ in 0..<3 {
                let count = try await providers.current().providers.count
                #expect(count == 1)
            }
            #expect(lines.warnings.count == 1)
            #expect(lines.warnings.first?.contains("directory (LDAP), sso (OpenID), broken (no type)") == true)
        }
    }
}
