import S3

/// The place between two pages of ListObjectsV2, opaque for clients.
enum ContinuationToken {
    /// The token of a place.
    static func encode(_ start: ObjectListing.Start) -> String {
        switch start {
        case .beginning: Base64.encode([UInt8(ascii: "b")])
        case .after(let key): Base64.encode([UInt8(ascii: "k")] + key)
        case .afterPrefix(let prefix): Base64.encode([UInt8(ascii: "p")] + prefix)
        }
    }

    /// The place of a token.
    static func decode(_ text: String) throws(S3Error) -> ObjectListing.Start {
        let bytes = Base64.decode(text) ?? []
        switch bytes.first {
        case UInt8(ascii: "b") where bytes.count == 1: return .beginning
        case UInt8(ascii: "k") where bytes.count > 1: return .after(Array(bytes.dropFirst()))
        case UInt8(ascii: "p") where bytes.count > 1: return .afterPrefix(Array(bytes.dropFirst()))
        default: throw S3Error(.invalidArgument, "The continuation token provided is incorrect")
        }
    }
}
