/// A service account and the user and groups that it acts as.
package struct ServiceAccountName: Hashable, Sendable {
    package let namespace: String
    package let name: String

    package init(namespace: String, name: String) { (self.namespace, self.name) = (namespace, name) }

    /// Reads `system:serviceaccount:<namespace>:<name>`; nil for every other user.
    package init?(username: String) {
        let parts = username.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 4, parts[0] == "system", parts[1] == "serviceaccount", !parts[2].isEmpty,
            !parts[3].isEmpty
        else { return nil }
        (namespace, name) = (String(parts[2]), String(parts[3]))
    }

    package var username: String { "system:serviceaccount:\(namespace):\(name)" }
    /// Without `system:authenticated`.
    package var groups: [String] { ["system:serviceaccounts", "system:serviceaccounts:\(namespace)"] }
}
