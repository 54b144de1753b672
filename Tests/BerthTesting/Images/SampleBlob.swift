import Crypto

/// Some bytes with what a descriptor says of them.
package struct SampleBlob: Sendable, Hashable {
    /// The content.
    package let bytes: [UInt8]
    /// The media type that a descriptor gives.
    package let mediaType: String

    /// Content of `mediaType`.
    package init(_ bytes: [UInt8], mediaType: String = "application/octet-stream") {
        self.bytes = bytes
        self.mediaType = mediaType
    }

    /// The canonical digest, `sha256:<hex>`.
    package var digest: String { "sha256:" + hex }

    /// The hex part of the SHA-256 digest.
    package var hex: String { Self.hex(SHA256.hash(data: bytes)) }

    /// The SHA-512 digest, `sha512:<hex>`.
    package var sha512: String { "sha512:" + Self.hex(SHA512.hash(data: bytes)) }

    /// A JSON descriptor.
    package var descriptor: String {
        #"{"mediaType":"\#(mediaType)","digest":"\#(digest)","size":\#(bytes.count)}"#
    }

    /// Lower-case hexadecimal.
    package static func hex(_ bytes: some Sequence<UInt8>) -> String {
        let digits = Array("0123456789abcdef")
        return String(bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] })
    }
}
