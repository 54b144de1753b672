import BerthPKI
import CCrypt

/// The keys and passwords that the first start makes, each kept in a 0600 file of its own.
struct UpSecrets: Equatable, Sendable {
    let rootUser: String
    let rootPassword: String
    let registryAccessKey: String
    let registrySecretKey: String
    let httpSecret: String
    let adminPassword: String
    /// The password of `kubeadmin`, who may do everything until somebody deletes that account.
    let kubeadminPassword: String
    /// Whether the admin's password was made just now and is therefore to be shown.
    let isNew: Bool
    /// Whether kubeadmin's was.
    let isKubeadminNew: Bool

    /// Reads what is there and makes what is missing; an owner's key in the environment takes the place of the kept one.
    static func ensure(in folder: DataFolder, environment: ProcessEnvironment) throws -> UpSecrets {
        for (name, variable) in [("root-user", "MINIO_ROOT_USER"), ("root-password", "MINIO_ROOT_PASSWORD")] {
            guard let given = try environment.setting(name, from: variable)?.value else { continue }
            try AtomicFile.write((given + "\n").utf8, to: "\(folder.secrets)/\(name)", mode: 0o600)
        }
        let isNew = try AtomicFile.read(adminPasswordPath(folder)) == nil
        let isKubeadminNew = try AtomicFile.read(kubeadminPasswordPath(folder)) == nil
        return UpSecrets(
            rootUser: try ensure("root-user", in: folder) { "berth-root" },
            rootPassword: try ensure("root-password", in: folder) { RandomText.letters(40) },
            registryAccessKey: try ensure("registry-access-key", in: folder) {
                "ocp-registry-" + RandomText.letters(8).lowercased()
            },
            registrySecretKey: try ensure("registry-secret-key", in: folder) { RandomText.letters(40) },
            httpSecret: try ensure("http-secret", in: folder) { RandomText.letters(48) },
            adminPassword: try ensure("admin-password", in: folder) { RandomText.letters(20) },
            kubeadminPassword: try ensure("kubeadmin-password", in: folder) {
                (0..<4).map { _ in RandomText.letters(5) }.joined(separator: "-")
            },
            isNew: isNew,
            isKubeadminNew: isKubeadminNew
        )
    }

    /// Where the admin's password is kept.
    static func adminPasswordPath(_ folder: DataFolder) -> String { folder.secrets + "/admin-password" }

    /// Where kubeadmin's password is kept.
    static func kubeadminPasswordPath(_ folder: DataFolder) -> String { folder.secrets + "/kubeadmin-password" }

    private static func ensure(_ name: String, in folder: DataFolder, make: () -> String) throws -> String {
        let path = "\(folder.secrets)/\(name)"
        if try AtomicFile.read(path) != nil { return try SecretFile.read(path, origin: folder.path) }
        let secret = make()
        try AtomicFile.write((secret + "\n").utf8, to: path, mode: 0o600)
        return secret
    }
}
