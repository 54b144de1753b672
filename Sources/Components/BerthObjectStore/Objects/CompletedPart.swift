package import S3

/// A part as the request that completes an upload names it.
package struct CompletedPart: Hashable, Sendable {
    package let number: Int
    package let etag: ETag
    package let checksums: [Checksum]

    package init(number: Int, etag: ETag, checksums: [Checksum] = []) {
        self.number = number
        self.etag = etag
        self.checksums = checksums
    }
}
