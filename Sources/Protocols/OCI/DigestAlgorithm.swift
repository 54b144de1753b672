/// The hash algorithms that the image specification registers and Berth computes.
///
/// https://github.com/opencontainers/image-spec/blob/main/descriptor.md#registered-algorithms
package enum DigestAlgorithm: String, CaseIterable, Sendable, Hashable {
    case sha256
    case sha512

    /// The number of lower-case hexadecimal digits of an encoded digest.
    package var encodedLength: Int {
        switch self {
        case .sha256: 64
        case .sha512: 128
        }
    }
}
