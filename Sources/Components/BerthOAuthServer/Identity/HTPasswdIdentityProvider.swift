import BerthPasswords

/// Users from a file of `user:hash` lines in a Secret.
struct HTPasswdIdentityProvider: IdentityProvider {
    let name: String
    let file: HTPasswdFile

    func identity(user: String, password: String) -> ProvidedIdentity? {
        guard !user.utf8.contains(UInt8(ascii: ":")), !password.isEmpty else { return nil }
        guard file.verify(user: user, password: password) else { return nil }
        return ProvidedIdentity(providerName: name, userName: user)
    }
}
