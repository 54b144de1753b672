/// How an identity becomes a user (`identityProviders[].mappingMethod`).
enum MappingMethod: String, Sendable {
    /// A user of the preferred name is made, or taken if it has no identity yet.
    case claim
    /// Identity, user and their mapping have to be there.
    case lookup
    /// A user of the preferred name is made, or taken beside its other identities.
    case add
    /// A user is made, under another name if the preferred one is taken.
    case generate
}
