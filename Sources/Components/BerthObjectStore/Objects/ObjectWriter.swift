package import NIOCore

/// Takes the bytes of one object or part as they come; used by one task at a time.
package final class ObjectWriter: Sendable {
    /// Takes the next bytes; suspends while the disk is behind.
    package func write(_ bytes: ByteBuffer) async throws {}

    /// Ends the content; nothing is durable or visible until it is put.
    package func finish() async throws -> StagedContent { throw StoreError.closed }

    /// Removes what was written. Harmless after ``finish()``.
    package func discard() async {}
}
