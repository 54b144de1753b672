package import Foundation

/// The limits and intervals of a storage engine, each with its default.
package struct StorageOptions: Sendable {
    /// Contents up to this size live in the index and cost no file.
    package var inlineLimit = 64 * 1024
    /// The largest object, single or completed: 50 TB as S3 has it since 2025.
    package var objectSizeLimit: Int64 = 50 << 40
    /// The largest part, and the largest object in one request.
    package var partSizeLimit: Int64 = 5 << 30
    /// The smallest part but the last one of an upload.
    package var partSizeMinimum: Int64 = 5 << 20
    /// New contents are refused when they would leave less than this free on the disk.
    package var freeSpaceFloor: Int64 = 64 << 20
    /// Kept aside so that deletes and the journal go on when the disk is full.
    package var reserveSize: Int64 = 4 << 20
    /// How long a verified block needs not be verified again.
    package var verificationLifetime: Duration = .seconds(600)
    /// The time in which the scrubber reads everything once; nil for never.
    package var scrubPeriod: Duration? = .seconds(14 * 24 * 3600)
    /// How long a completed upload is remembered, so that a repeated completion gets the same answer.
    package var completedUploadLifetime: Duration = .seconds(24 * 3600)
    /// The journal is compacted when it has grown to this size since, and beyond twice the last compaction.
    package var journalCompactionSize: Int64 = 64 << 20
    /// The time given to new objects.
    package var now: @Sendable () -> Date = { Date() }

    package init() {}
}
