/// What a user allows a client: the content of a code and of a token.
struct Grant: Sendable, Equatable {
    let clientName: String
    let user: KnownUser
    let scopes: [String]
    let redirectURI: String
}
