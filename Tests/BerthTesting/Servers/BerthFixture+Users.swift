import Foundation

extension BerthFixture {
    /// A user of an object store with one policy of its own.
    package struct StoreUser: Sendable {
        package let name: String
        package let secret: String
        package let policy: String

        /// A user `name` whose secret is derived from it.
        package init(_ name: String, policy: String) {
            self.name = name
            self.policy = policy
            secret = "secret-of-\(name)"
        }
    }

    /// Starts our object store with buckets and users in it.
    package func objectStore(buckets: [String], users: [StoreUser]) async throws -> ObjectStoreServer {
        let provision: [String: Any] = [
            "buckets": buckets,
            "policies": Dictionary(uniqueKeysWithValues: users.map { ("policy-\($0.name)", $0.policy) }),
            "users": users.map {
                ["accessKey": $0.name, "secretKey": $0.secret, "policies": ["policy-\($0.name)"]] as [String: Any]
            },
        ]
        let path = "\(directory)/provision.json"
        try JSONSerialization.data(withJSONObject: provision).write(to: URL(fileURLWithPath: path))
        return try await objectStore(settings: ["--set", "provision=\(path)"])
    }

    /// The policy of the page for one bucket, without some of its actions.
    package static func pagePolicy(bucket: String, without removed: [String] = []) -> String {
        func list(_ actions: [String]) -> String {
            actions.filter { !removed.contains($0) }.map { #""s3:\#($0)""# }.joined(separator: ",")
        }
        let object = [
            "GetObject", "PutObject", "DeleteObject", "ListMultipartUploadParts", "AbortMultipartUpload",
        ]
        let bucketActions = ["ListBucket", "GetBucketLocation", "ListBucketMultipartUploads"]
        return #"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":[\#(list(object))],"#
            + #""Resource":["arn:aws:s3:::\#(bucket)/*"]},{"Effect":"Allow","Action":[\#(list(bucketActions))],"#
            + #""Resource":["arn:aws:s3:::\#(bucket)"]}]}"#
    }
}
