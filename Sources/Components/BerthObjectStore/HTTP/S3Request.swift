import S3

/// What a request asks for, read once: the same values serve routing, rights and storage.
struct S3Request: Sendable {
    /// What an operation is about.
    enum Subject: Hashable, Sendable {
        case service
        case bucket(BucketName)
        case object(BucketName, ObjectKey)
    }

    let operation: S3Operation
    let subject: Subject
    let query: QueryParameters
    let headers: RequestHeaders
    /// The path as it came, for error documents.
    let path: String

    /// The bucket; refused for a request about none.
    var bucket: BucketName {
        get throws(S3Error) {
            switch subject {
            case .service: throw S3Error(.methodNotAllowed)
            case .bucket(let bucket), .object(let bucket, _): bucket
            }
        }
    }

    /// The key; refused for a request about no object.
    var key: ObjectKey {
        get throws(S3Error) {
            guard case .object(_, let key) = subject else { throw S3Error(.methodNotAllowed) }
            return key
        }
    }

    /// The resource of the operation's permission.
    var resource: ARN {
        switch subject {
        case .service: .all
        case .bucket(let bucket): ARN(bucket: bucket)
        case .object(let bucket, let key): ARN(bucket: bucket, key: key)
        }
    }
}
