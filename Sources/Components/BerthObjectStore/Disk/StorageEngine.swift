package import Logging
package import NIOPosix

/// Objects on one disk: durable when acknowledged, whole when read.
package final class StorageEngine: Sendable {
    /// Opens the data directory, making it when it is missing, and recovers what a crash has left.
    ///
    /// - Throws: `DataDirectoryError` when the directory is in use, of an unknown format or damaged.
    package static func open(
        _ directory: String,
        options: StorageOptions = StorageOptions(),
        pool: NIOThreadPool,
        logger: Logger
    ) async throws -> StorageEngine {
        throw StoreError.closed
    }

    /// Works in the background until cancelled: removes leftovers, compacts the journal, scrubs.
    package func run() async throws {}

    /// Ends changes, waits for those in flight and gives the directory free.
    package func close() async throws {}

    /// Whether changes are accepted; false after a failed sync (D3) until a restart.
    package var isWritable: Bool { false }

    package var statistics: EngineStatistics { EngineStatistics() }
}
