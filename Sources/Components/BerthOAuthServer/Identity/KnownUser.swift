/// Somebody who proved who they are and is a user of the API.
struct KnownUser: Sendable, Hashable {
    let name: String
    let uid: String
}
