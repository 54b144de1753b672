/// What the engine has done since it was opened.
package struct EngineStatistics: Hashable, Sendable {
    /// Calls of fsync and fdatasync, on files and folders.
    package var syncs = 0
    /// Group commits.
    package var commits = 0
    /// Changes committed; divided by ``commits``, the size of a group.
    package var mutations = 0
    package var largestBatch = 0
    /// Bytes appended to the journal.
    package var journalBytes: Int64 = 0
    /// Content bytes written to files and to the index.
    package var bytesWritten: Int64 = 0
    /// Content bytes handed out.
    package var bytesRead: Int64 = 0
    /// Content bytes whose checksums were judged before a read.
    package var bytesVerified: Int64 = 0
    package var bytesScrubbed: Int64 = 0
    /// Full passes of the scrubber.
    package var scrubPasses = 0
    /// Contents found damaged, by a read or by the scrubber.
    package var damagedContents = 0
    package var buckets = 0
    package var objects = 0
    package var contentBytes: Int64 = 0
}
