import NIOCore
import S3

/// One request before it is addressed and signed.
struct S3Request: Sendable {
    /// What a request carries.
    enum Body: Sendable {
        case empty
        /// All bytes in memory, in pieces that are sent one after the other.
        case chunks([ByteBuffer])

        var length: Int {
            switch self {
            case .empty: 0
            case .chunks(let chunks): chunks.reduce(0) { $0 + $1.readableBytes }
            }
        }
    }

    var method: String
    var bucket: BucketName?
    var key: ObjectKey?
    /// Percent-encoded items.
    var query: [(name: String, value: String?)] = []
    var headers: [(name: String, value: String)] = []
    var body: Body = .empty
    /// Doing it twice is doing it once: it may be sent again after an unclear end.
    var isIdempotent = true
}
