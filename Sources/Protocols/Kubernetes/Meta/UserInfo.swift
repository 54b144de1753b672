/// Who asks: `authentication.k8s.io/v1 UserInfo`.
package struct UserInfo: Sendable, Hashable {
    package var username: String
    package var uid: String
    package var groups: [String]
    /// Such as `scopes.authorization.openshift.io`.
    package var extra: [String: [String]]

    package init(username: String, uid: String = "", groups: [String] = [], extra: [String: [String]] = [:]) {
        (self.username, self.uid, self.groups, self.extra) = (username, uid, groups, extra)
    }

    /// Somebody without credentials.
    package static let anonymous = UserInfo(username: "system:anonymous", groups: ["system:unauthenticated"])
}
