/// An access key ID with its secret.
package struct Credentials: Hashable, Sendable, CustomStringConvertible, CustomReflectable {
    package let accessKey: String
    package let secretKey: String

    package init(accessKey: String, secretKey: String) {
        self.accessKey = accessKey
        self.secretKey = secretKey
    }

    /// The access key only: the secret is in no log and no message.
    package var description: String { accessKey }

    package var customMirror: Mirror { Mirror(self, children: ["accessKey": accessKey]) }
}
