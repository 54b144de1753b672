import BerthPKI
import Foundation
import Logging

/// Everything that one `berth up` has decided: where, with which secrets, under which names.
struct UpPlan: Sendable {
    let folder: DataFolder
    let secrets: UpSecrets
    /// Where the registry is to listen.
    let registry: ListenAddress
    /// Where the object store is to listen.
    let objectStore: ListenAddress
    /// The names in the certificate; nil for plain HTTP.
    let names: [ServingName]?
    let logLevel: String?
    /// Nil for standard error.
    let logDirectory: String?

    /// The variables that a component gets: those of the environment but for what would configure it behind our back.
    static func childEnvironment(_ environment: ProcessEnvironment) -> ProcessEnvironment {
        ProcessEnvironment(
            environment.variables.filter { name, _ in
                !["BERTH_", "REGISTRY_", "MINIO_", "AWS_"].contains { name.hasPrefix($0) }
            }
        )
    }

    /// Makes the certificate, or a new one when it is due; the servers notice the new file.
    func renewCertificate(now: Date) throws {
        guard let names else { return }
        let authority = try CertificateAuthority.open(inFolder: folder.pki, now: now)
        _ = try ServingCertificate.ensure(inFolder: folder.pki, names: names, authority: authority, now: now)
    }

    /// Writes what a component reads, and starts it.
    func launch(
        _ component: SupervisedComponent,
        ready: [SupervisedComponent: ReadyLine],
        environment: ProcessEnvironment
    ) throws -> ChildProcess {
        // a component that is started again keeps the port that it got first
        let wanted = component == .registry ? registry : objectStore
        let address = ready[component]?.listenAddress.map { ListenAddress(host: wanted.host, port: $0.port) } ?? wanted
        let file = "\(folder.configuration)/\(component.rawValue).yml"
        var arguments = [component.rawValue]
        var variables = Self.childEnvironment(environment).variables
        switch component {
        case .objectStore:
            arguments.append(folder.objects)
            try AtomicFile.write(ProvisionFile.text(secrets).utf8, to: folder.provision, mode: 0o600)
            let text = ComponentFile.objectStore(self, address: address)
            try AtomicFile.write(text.utf8, to: file, mode: 0o600)
            variables.merge(rootKey) { $1 }
        case .registry:
            let text = ComponentFile.registry(self, address: address, objectStore: ready[.objectStore]?.url ?? "")
            try AtomicFile.write(text.utf8, to: file, mode: 0o600)
        }
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
