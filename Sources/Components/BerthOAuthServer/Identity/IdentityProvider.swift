/// Somebody a provider knows, before it is a user.
struct ProvidedIdentity: Sendable, Equatable {
    let providerName: String
    /// As the provider has it.
    let userName: String
    /// The user name wished for, when it is another one.
    var preferredUserName: String?
    var fullName: String?
    /// Set for `kube:admin` alone, which is no user: the id that ties it to its Secret.
    var bootstrapUID: String?

    /// The name an Identity has for the user: text with `:` or `/` in base64.
    var encodedUserName: String { IdentityName.encode(userName) }
    /// The Identity's name.
    var identityName: String { "\(providerName):\(encodedUserName)" }
}

/// The seam of who knows the users: an htpasswd file, the bootstrap Secret; later OpenID Connect and LDAP.
///
/// A provider that checks passwords takes the same time for every wrong attempt, whether it knows the user or not.
protocol IdentityProvider: Sendable {
    /// Unique; part of the URL of its login page and of the names of its identities.
    var name: String { get }

    /// Who has this name and password; nil when nobody has. Blocks for as long as hashing takes: call it on a thread.
    func identity(user: String, password: String) -> ProvidedIdentity?
}
