import Crypto

/// `kubeadmin`, the administrator of the first hour: a Secret instead of a User.
///
/// Its tokens carry an id made from the Secret, so that they die with it or when it changes. Once somebody else is administrator one
/// deletes the Secret, and it cannot be made again: only one as old as `kube-system` counts.
package enum BootstrapUser {
    /// The name it has at the API.
    package static let name = "kube:admin"
    /// The name it is asked for with a password; also the Secret's name and key.
    package static let loginName = "kubeadmin"
    package static let secretNamespace = "kube-system"
    /// What makes it the administrator.
    package static let group = "system:cluster-admins"
    /// Shorter passwords are not honoured.
    package static let passwordMinimum = 23
    /// How much younger than its namespace the Secret may be, in seconds.
    private static let ageLimit = 3600.0

    /// The bcrypt hash in the Secret; nil when there is none.
    package static func passwordHash(in secret: JSONValue) -> String? {
        guard secret.deletionTimestamp == nil,
            let bytes = secret[path: "data", loginName]?.string.flatMap({ Base64URL.decode($0) }),
            let hash = String(validating: bytes, as: UTF8.self),
            ["$2a$", "$2b$", "$2y$"].contains(where: hash.hasPrefix), hash.utf8.count == 60
        else { return nil }
        return hash
    }

    /// The id that ties tokens to the present state of the Secret; nil when nobody can log in with it.
    package static func uid(ofSecret secret: JSONValue) -> String? {
        guard let hash = passwordHash(in: secret), !secret.uid.isEmpty else { return nil }
        let state = secret.uid + secret.resourceVersion + hash
        return Base64URL.encode(SHA512.hash(data: Array(state.utf8)))
    }

    /// The same, when the Secret is not a later one in the place of the first.
    package static func uid(ofSecret secret: JSONValue, kubeSystem: JSONValue) -> String? {
        guard let made = secret.creationTimestamp.flatMap({ RFC3339.seconds(parsing: $0) }),
            let began = kubeSystem.creationTimestamp.flatMap({ RFC3339.seconds(parsing: $0) }),
            made <= began + ageLimit
        else { return nil }
        return uid(ofSecret: secret)
    }
}
