/// Buckets, policies and users that a start makes sure of; applying it again changes nothing.
package struct Provision: Codable, Hashable, Sendable {
    /// A user as the provision names it.
    package struct User: Codable, Hashable, Sendable {
        package let accessKey: String
        package let secretKey: String
        package let policies: [String]

        package init(accessKey: String, secretKey: String, policies: [String]) {
            self.accessKey = accessKey
            self.secretKey = secretKey
            self.policies = policies
        }
    }

    package var buckets: [String]
    /// JSON documents by name.
    package var policies: [String: String]
    package var users: [User]

    package init(buckets: [String] = [], policies: [String: String] = [:], users: [User] = []) {
        self.buckets = buckets
        self.policies = policies
        self.users = users
    }
}
