package import S3

/// A content that has arrived whole, to be judged by its sums and then put, once, or discarded.
package final class StagedContent: Sendable {
    package var size: Int64 { 0 }
    /// Nil when the writer was told not to compute it.
    package var md5: [UInt8]? { nil }
    /// One for each algorithm asked for.
    package var checksums: [Checksum] { [] }

    /// Removes the bytes unless they were put.
    package func discard() async {}
}
