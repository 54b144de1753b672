/// What a signature says about the body: the value of `x-amz-content-sha256`.
///
/// https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html
package enum PayloadMode: Hashable, Sendable {
    /// The body has this SHA-256, in lower-case hex.
    case hash(String)
    /// The body is not signed.
    case unsigned
    /// aws-chunked, each chunk signed.
    case signedChunks
    /// aws-chunked, each chunk and the trailer signed.
    case signedChunksWithTrailer
    /// aws-chunked with a trailer, nothing signed.
    case unsignedChunksWithTrailer

    /// A body of no bytes.
    package static let empty = Self.hash("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")

    /// The mode that the header field names.
    package init?(_ text: some StringProtocol) {
        switch text {
        case "UNSIGNED-PAYLOAD": self = .unsigned
        case "STREAMING-AWS4-HMAC-SHA256-PAYLOAD": self = .signedChunks
        case "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER": self = .signedChunksWithTrailer
        case "STREAMING-UNSIGNED-PAYLOAD-TRAILER": self = .unsignedChunksWithTrailer
        default:
            guard text.utf8.count == 64, Hex.decode(text) != nil else { return nil }
            self = .hash(String(text))
        }
    }

    /// The value of the header field.
    package var text: String {
        switch self {
        case .hash(let hash): hash
        case .unsigned: "UNSIGNED-PAYLOAD"
        case .signedChunks: "STREAMING-AWS4-HMAC-SHA256-PAYLOAD"
        case .signedChunksWithTrailer: "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER"
        case .unsignedChunksWithTrailer: "STREAMING-UNSIGNED-PAYLOAD-TRAILER"
        }
    }

    /// Whether the body is in aws-chunked framing.
    package var isChunked: Bool { signsChunks || self == .unsignedChunksWithTrailer }

    /// Whether each chunk carries a signature.
    package var signsChunks: Bool { self == .signedChunks || self == .signedChunksWithTrailer }

    /// Whether trailer fields follow the last chunk.
    package var hasTrailer: Bool { self == .signedChunksWithTrailer || self == .unsignedChunksWithTrailer }
}
