import BerthPasswords
import Kubernetes

/// `kubeadmin`: one user, whose password lies as a hash in a Secret, until the Secret is deleted.
struct BootstrapIdentityProvider: IdentityProvider {
    let name = BootstrapUser.name
    let hash: String
    let uid: String

    /// Nil when the Secret is none that anybody may log in with.
    init?(secret: JSONValue, kubeSystem: JSONValue) {
        guard let hash = BootstrapUser.passwordHash(in: secret), PasswordScheme(of: hash) != nil,
            let uid = BootstrapUser.uid(ofSecret: secret, kubeSystem: kubeSystem)
        else { return nil }
        self.hash = hash
        self.uid = uid
    }

    func identity(user: String, password: String) -> ProvidedIdentity? {
        let isMeant = user == BootstrapUser.loginName || user == BootstrapUser.name
        guard isMeant, password.utf8.count >= BootstrapUser.passwordMinimum,
            password.utf8.count <= PasswordHash.passwordLimit
        else {
            // whoever asks for somebody else waits as long
            if let scheme = PasswordScheme(of: hash) { PasswordHash.burn(scheme) }
            return nil
        }
        guard PasswordHash.matches(password, hash) else { return nil }
        return ProvidedIdentity(providerName: name, userName: BootstrapUser.name, bootstrapUID: uid)
    }
}
