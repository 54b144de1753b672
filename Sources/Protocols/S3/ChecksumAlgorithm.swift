/// The checksums that S3 can verify and keep with an object.
///
/// https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity.html
package enum ChecksumAlgorithm: String, CaseIterable, Hashable, Sendable, Codable {
    case crc32 = "CRC32"
    case crc32c = "CRC32C"
    case crc64nvme = "CRC64NVME"
    case sha1 = "SHA1"
    case sha256 = "SHA256"

    /// The algorithm that a header or document names, in any case.
    package init?(name: some StringProtocol) {
        self.init(rawValue: name.uppercased())
    }

    /// The header field, trailer field and form field that carries the value.
    package var headerName: String { "x-amz-checksum-\(rawValue.lowercased())" }

    /// The XML element that carries the value.
    package var elementName: String { "Checksum\(rawValue)" }

    /// The length of the value in bytes.
    package var byteCount: Int {
        switch self {
        case .crc32, .crc32c: 4
        case .crc64nvme: 8
        case .sha1: 20
        case .sha256: 32
        }
    }

    /// Whether checksums of parts can be joined to that of the whole.
    package var isLinear: Bool {
        switch self {
        case .crc32, .crc32c, .crc64nvme: true
        case .sha1, .sha256: false
        }
    }

    /// What a multipart upload uses when its client names no type.
    package var defaultMultipartKind: ChecksumKind { self == .crc64nvme ? .fullObject : .composite }

    /// Whether a multipart upload may use `kind` with this algorithm.
    package func allows(_ kind: ChecksumKind) -> Bool {
        switch kind {
        case .composite: self != .crc64nvme
        case .fullObject: isLinear
        }
    }
}
