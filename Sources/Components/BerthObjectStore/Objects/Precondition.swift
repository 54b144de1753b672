package import S3

/// What must hold of the object at a key for a change to be made; judged in the transaction that makes it.
///
/// https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html
package struct Precondition: Hashable, Sendable {
    /// A set of entity tags, as `If-Match` and `If-None-Match` carry it.
    package enum Tags: Hashable, Sendable {
        case any
        case list([ETag])

        func contains(_ tag: ETag) -> Bool {
            switch self {
            case .any: true
            case .list(let tags): tags.contains(tag)
            }
        }
    }

    package static let none = Self()

    package var ifMatch: Tags?
    package var ifNoneMatch: Tags?

    package init(ifMatch: Tags? = nil, ifNoneMatch: Tags? = nil) {
        self.ifMatch = ifMatch
        self.ifNoneMatch = ifNoneMatch
    }

    /// Throws unless the conditions hold of `current`, the object now at the key.
    ///
    /// `If-Match` on a missing key is `noSuchKey`, as S3 answers it.
    package func judge(_ current: ObjectRecord?) throws(StoreError) {
        if let ifMatch {
            guard let current else { throw .noSuchKey }
            guard ifMatch.contains(current.etag) else { throw .preconditionFailed }
        }
        if let ifNoneMatch, let current, ifNoneMatch.contains(current.etag) { throw .preconditionFailed }
    }
}
