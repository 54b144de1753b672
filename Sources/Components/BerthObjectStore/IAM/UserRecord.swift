package import Foundation

/// A user: one access key and the policies that say what it may do; the root key is not stored.
package struct UserRecord: Hashable, Sendable {
    package enum Status: String, Hashable, Sendable {
        case enabled
        case disabled
    }

    package let accessKey: String
    package let secretKey: String
    package let status: Status
    package let created: Date
    /// Names of the attached policies, in order.
    package let policies: [String]

    package init(accessKey: String, secretKey: String, status: Status, created: Date, policies: [String]) {
        self.accessKey = accessKey
        self.secretKey = secretKey
        self.status = status
        self.created = created
        self.policies = policies
    }
}
