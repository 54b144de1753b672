import BerthPKI
import Foundation
import Synchronization

/// An API server and its OAuth server, each a process, with certificates of an authority of their own.
package final class Cluster: Sendable {
    /// What keeps the objects.
    package enum Engine: String, Sendable, CaseIterable, CustomStringConvertible {
        case sqlite, etcd

        /// Those that can be judged here.
        package static var judged: [Engine] {
            ForeignClient.isExpected("etcd") ? [.sqlite, .etcd] : [.sqlite]
        }

        package var description: String { rawValue }
    }

    /// The accounts that ``withAccounts()`` makes; each one's password.
    package static let passwords = ["admin": "admin-pass:word", "user1": "password-one", "user2": "password-two"]

    /// The folder of its data.
    package let folder: String
    /// The authority that signed the servers' certificates.
    package let authority: String
    /// The administrator's kubeconfig.
    package let kubeconfig: String
    /// The OAuth server's.
    private let oauthKubeconfig: String
    /// `https://127.0.0.1:<port>` of the API server.
    package let url: String
    /// The same of the OAuth server.
    package let issuer: String
    /// Requests as `system:admin`, by certificate.
    package let admin: APIClient
    /// Requests as the OAuth server, by certificate.
    package let oauthServer: APIClient
    /// Requests as nobody.
    package let anonymous: APIClient
    let fixture: BerthFixture
    private let settings: [String]
    private let processes = Mutex<(api: ChildProcess?, oauth: ChildProcess?)>((nil, nil))

    /// Prepares certificates and files; starts nothing.
    package init(in fixture: BerthFixture, folder: String, settings: [String] = []) throws {
        self.fixture = fixture
        self.folder = folder
        self.settings = settings
        let port = FreePort.find()
        url = "https://127.0.0.1:\(port)"
        issuer = "https://127.0.0.1:\(FreePort.find())"
        let pki = folder + "/pki"
        let now = Date()
        let root = try CertificateAuthority.open(inFolder: pki, now: now)
        _ = try ServingCertificate.ensure(
            inFolder: pki,
            names: ServingName.ofThisMachine(),
            authority: root,
            now: now
        )
        let clients = try CertificateAuthority.open(inFolder: pki + "/clients", now: now)
        let certificate = try ClientCertificate.ensure(
            inFolder: pki + "/clients",
            name: "admin",
            user: "system:admin",
            groups: ["system:masters"],
            authority: clients,
            now: now
        )
        let server = try ClientCertificate.ensure(
            inFolder: pki + "/clients",
            name: "oauth-server",
            user: "system:oauth-server",
            groups: [],
            authority: clients,
            now: now
        )
        authority = pki + "/ca.crt"
        kubeconfig = folder + "/kubeconfig"
        oauthKubeconfig = folder + "/oauth-server.kubeconfig"
        admin = try APIClient(
            url,
            authority: authority,
            certificate: (certificate.certificatePath, certificate.keyPath),
            in: fixture
        )
        anonymous = try APIClient(url, authority: authority, in: fixture)
        oauthServer = try APIClient(
            url,
            authority: authority,
            certificate: (server.certificatePath, server.keyPath),
            in: fixture
        )
        for (path, client) in [(kubeconfig, certificate), (oauthKubeconfig, server)] {
            let text = """
                apiVersion: v1
                kind: Config
                clusters: [{name: c, cluster: {server: "\(url)", certificate-authority: \(authority)}}]
                users: [{name: admin, user: {client-certificate: \(client.certificatePath), client-key: \(client.keyPath)}}]
                contexts: [{name: admin, context: {cluster: c, user: admin, namespace: default}}]
                current-context: admin
                """
            try Data(text.utf8).write(to: URL(fileURLWithPath: path))
        }
    }

    /// The API server's process, nil before its start.
    package var api: ChildProcess? { processes.withLock { $0.api } }
    /// The OAuth server's process, nil before its start.
    package var oauth: ChildProcess? { processes.withLock { $0.oauth } }

    /// Starts the API server, anew on the same data and port, and waits until it is ready.
    package func startAPI() async throws {
        let pki = folder + "/pki"
        let (process, _) = try await fixture.startBerth(
            [
                "api-server", folder + "/api", "--listen", String(url.dropFirst("https://".count)),
                "--tls-certificate", pki + "/serving.crt", "--tls-key", pki + "/serving.key", "--client-ca-file",
                pki + "/clients/ca.crt", "--oauth-issuer", issuer, "--audit-log-path", folder + "/audit.log",
            ] + settings,
            "api-server"
        )
        processes.withLock { $0.api = process }
    }

    /// Starts the OAuth server.
    package func startOAuth() async throws {
        let pki = folder + "/pki"
        let (process, _) = try await fixture.startBerth(
            [
                "oauth-server", "--kubeconfig", oauthKubeconfig, "--listen", String(issuer.dropFirst("https://".count)),
                "--tls-certificate", pki + "/serving.crt", "--tls-key", pki + "/serving.key", "--issuer", issuer,
            ],
            "oauth-server"
        )
        processes.withLock { $0.oauth = process }
    }

    /// Makes an htpasswd file with ``passwords``, its Secret, and the OAuth configuration that names it.
    package func withAccounts() async throws {
        try await setAccounts(Self.passwords)
        let providers = """
            {"spec":{"identityProviders":[{"name":"htpasswd","mappingMethod":"claim","type":"HTPasswd",\
            "htpasswd":{"fileData":{"name":"htpass-secret"}}}]}}
            """
        let path = "/apis/config.openshift.io/v1/oauths/cluster"
        let reply = try await admin.send("PATCH", path, providers, type: "application/merge-patch+json")
        guard reply.status == 200 else { throw APIClientError.unexpected(reply, during: "accounts") }
        // the server hears of it a moment later
        let deadline = ContinuousClock.now + .seconds(180)
        while true {
            do {
                _ = try await token("user1")
                return
            } catch {
                guard ContinuousClock.now < deadline else { throw error }
                try await Task.sleep(for: .milliseconds(100))
            }
        }
    }

    /// Puts accounts into the Secret from which the OAuth server reads them.
    package func setAccounts(_ accounts: [String: String]) async throws {
        let name = "htpasswd-\(UInt32.random(in: 0 ... .max))"
        let file = "\(fixture.directory)/\(name)"
        let berth = try fixture.client(BerthBinary.path)
        for (user, password) in accounts.sorted(by: { $0.key < $1.key }) {
            try await berth.run(["htpasswd", file, user], input: Array((password + "\n").utf8)).check()
        }
        let content = try Data(contentsOf: URL(fileURLWithPath: file)).base64EncodedString()
        let path = "/api/v1/namespaces/openshift-config/secrets"
        let secret = """
            {"apiVersion":"v1","kind":"Secret","metadata":{"name":"htpass-secret"},"data":{"htpasswd":"\(content)"}}
            """
        var reply = try await admin.send("POST", path, secret)
        if reply.status == 409 { reply = try await admin.send("PUT", path + "/htpass-secret", secret) }
        guard [200, 201].contains(reply.status) else { throw APIClientError.unexpected(reply, during: "accounts") }
    }

    /// Logs an account of ``passwords`` in, as `oc login` does.
    package func token(_ user: String, password: String? = nil) async throws -> String {
        try await OAuthLogin.token(anonymous, user: user, password: password ?? Self.passwords[user] ?? "")
    }

    /// Requests as a user who has just logged in.
    package func user(_ name: String) async throws -> APIClient {
        anonymous.bearing(try await token(name))
    }

    /// Makes a project as a user with the requests of `oc new-project`.
    package func newProject(_ name: String, as user: APIClient) async throws {
        let path = "/apis/project.openshift.io/v1/projectrequests"
        let body = """
            {"kind":"ProjectRequest","apiVersion":"project.openshift.io/v1","metadata":{"name":"\(name)"}}
            """
        let reply = try await user.send("POST", path, body)
        guard reply.status == 201 else { throw APIClientError.unexpected(reply, during: "new-project") }
    }

    /// A kubectl, as the administrator or with a user's token.
    package func kubectl(_ version: KubectlVersion = .newest, token: String? = nil) throws -> Kubectl {
        try Kubectl(version, cluster: self, token: token)
    }

    /// Everything that the servers have written: standard output and error, and the audit log.
    package var logs: String {
        let audit = FileManager.default.contents(atPath: folder + "/audit.log") ?? Data()
        return fixture.logs + String(decoding: audit, as: UTF8.self)
    }
}
