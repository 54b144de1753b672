/// Why an object store did not start.
package enum ObjectStoreError: Error, Hashable, Sendable, CustomStringConvertible {
    case invalidBucketName(String)
    case invalidPolicy(name: String, reason: String)
    case unknownPolicy(name: String, user: String)
    case invalidUser(String)
    case invalidRootCredentials
    case rootCredentialsUnusable(path: String)

    package var description: String {
        switch self {
        case .invalidBucketName(let name): "the provision names a bucket \(name), which is no bucket name"
        case .invalidPolicy(let name, let reason): "policy \(name): \(reason)"
        case .unknownPolicy(let name, let user): "user \(user) is given policy \(name), which does not exist"
        case .invalidUser(let name): "user \(name): an access key has 3 to 128 characters, a secret 8 to 128"
        case .invalidRootCredentials: "the root access key needs 3 to 128 characters and its secret 8 to 128"
        case .rootCredentialsUnusable(let path): "the root credentials in \(path) cannot be read or written"
        }
    }
}
