/// All users and policies at one moment, for look-ups on every request.
package struct IAMSnapshot: Sendable {
    package internal(set) var users: [String: UserRecord] = [:]
    package internal(set) var policies: [String: PolicyRecord] = [:]
    /// Grows with each change; lets callers cache what they derive (parsed policies).
    package internal(set) var generation: Int64 = 0

    /// The user with this access key.
    package func user(_ accessKey: String) -> UserRecord? { users[accessKey] }

    /// The documents that apply to `user`, in the order of attachment.
    package func policies(of user: UserRecord) -> [PolicyRecord] { user.policies.compactMap { policies[$0] } }
}
