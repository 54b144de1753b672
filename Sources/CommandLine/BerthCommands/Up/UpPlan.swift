import BerthPKI
import Foundation
import Logging

/// Everything that one `berth up` has decided: where, with which secrets, under which names.
struct UpPlan: Sendable {
    let folder: DataFolder
    let secrets: UpSecrets
    /// Where each component is to listen.
    let addresses: [SupervisedComponent: ListenAddress]
    /// The names in the certificate.
    let names: [ServingName]
    /// Whether the registry and the object store serve TLS too; the API always does.
    let usesTLS: Bool
    /// The name by which clients are told to call this machine.
    let publicName: ServingName
    /// Whether the registry is left to whoever sets it up by hand.
    let isBare: Bool
    let logLevel: String?
    /// Nil for standard error.
    let logDirectory: String?

    /// The variables that a component gets: those of the environment but for what would configure it behind our back.
    static func childEnvironment(_ environment: ProcessEnvironment) -> ProcessEnvironment {
        ProcessEnvironment(
            environment.variables.filter { name, _ in
                !["BERTH_", "REGISTRY_", "MINIO_", "AWS_", "KUBECONFIG"].contains { name.hasPrefix($0) }
            }
        )
    }

    /// What runs.
    var members: [SupervisedComponent] { SupervisedComponent.running(isBare: isBare) }

    /// The URL of the OAuth server as clients are told it.
    var issuer: String { url(port: addresses[.oauthServer]?.port ?? 0) }

    /// The URL of the API server as clients are told it.
    var api: String { url(port: addresses[.apiServer]?.port ?? 0) }

    /// The URL of a TLS port of this machine as clients are told it.
    func url(port: Int) -> String {
        "https://\(ListenAddress(host: publicName.description, port: port))"
    }

    /// Makes the certificates, or new ones when they are due; the servers notice the new files.
    ///
    /// - Returns: The clients that got another certificate, which stands in their kubeconfigs too.
    @discardableResult
    func renewCertificates(now: Date) throws -> [ClientIdentity] {
        let authority = try CertificateAuthority.open(inFolder: folder.pki, now: now)
        _ = try ServingCertificate.ensure(inFolder: folder.pki, names: names, authority: authority, now: now)
        let clients = try CertificateAuthority.open(inFolder: folder.clientPKI, now: now)
        return try ClientIdentity.all.filter { identity in
            let file = "\(folder.clientPKI)/\(identity.name).crt"
            let before = try AtomicFile.read(file)
            _ = try identity.certificate(inFolder: folder, clients, now: now)
            return try AtomicFile.read(file) != before
        }
    }

    /// Writes a client's kubeconfig for an API server at `server`.
    func writeKubeconfig(of identity: ClientIdentity, server: String, to path: String) throws {
        let clients = try CertificateAuthority.open(inFolder: folder.clientPKI, now: Date())
        let certificate = try identity.certificate(inFolder: folder, clients, now: Date())
        let file = try KubeconfigFile(
            server: server,
            name: identity.name,
            authority: folder.pki + "/ca.crt",
            client: certificate
        )
        try file.write(to: path)
    }

    /// Writes what a component reads, and starts it.
    func launch(
        _ component: SupervisedComponent,
        ready: [SupervisedComponent: ReadyLine],
        environment: ProcessEnvironment
    ) throws -> ChildProcess {
        // a component that is started again keeps the port that it got first
        let wanted = addresses[component] ?? ListenAddress(host: "127.0.0.1", port: 0)
        let address = ready[component]?.listenAddress.map { ListenAddress(host: wanted.host, port: $0.port) } ?? wanted
        let file = "\(folder.configuration)/\(component.rawValue).yml"
        var arguments = [component.rawValue]
        var variables = Self.childEnvironment(environment).variables
        let text: String
        switch component {
        case .objectStore:
            arguments.append(folder.objects)
            if !isBare {
                try AtomicFile.write(ProvisionFile.text(secrets).utf8, to: folder.provision, mode: 0o600)
            }
            text = ComponentFile.objectStore(self, address: address)
            variables.merge(rootKey) { $1 }
        case .registry:
            text = ComponentFile.registry(self, address: address, objectStore: ready[.objectStore]?.url ?? "")
        case .apiServer:
            arguments.append(folder.apiServer)
            text = ComponentFile.apiServer(self, address: address)
        case .oauthServer:
            let server = ready[.apiServer]?.url ?? ""
            try writeKubeconfig(of: .oauthServer, server: server, to: folder.oauthKubeconfig)
            text = ComponentFile.oauthServer(self, address: address)
        }
        try AtomicFile.write(text.utf8, to: file, mode: 0o600)
        arguments += ["--config", file, "--pid-file", folder.pidFile(component.rawValue)]
        arguments += ["--parent-fd", "\(ChildProcess.parentDescriptor)"]
        if let logDirectory { arguments += ["--log-directory", logDirectory] }
        return try ChildProcess.spawn(arguments: arguments, environment: ProcessEnvironment(variables))
    }

    /// The object store's owner, by file.
    private var rootKey: [String: String] {
        [
            "MINIO_ROOT_USER_FILE": folder.secrets + "/root-user",
            "MINIO_ROOT_PASSWORD_FILE": folder.secrets + "/root-password",
        ]
    }
}
