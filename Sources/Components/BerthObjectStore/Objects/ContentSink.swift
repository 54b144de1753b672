import NIOCore
import NIOPosix
import Synchronization

/// Hashes and writes batches of bytes on the pool, one at a time, while the next is gathered.
final class ContentSink: Sendable {
    private struct Content {
        var hasher: ContentHasher
        var file: StagedFile?
        var offset: Int64 = 0
    }

    private struct Lane {
        var isBusy = false
        var failure: (any Error)?
        var waiter: CheckedContinuation<Void, Never>?
    }

    private let files: ContentFiles
    private let pool: NIOThreadPool
    private let counters: EngineCounters
    private let content: Mutex<Content>
    private let lane = Mutex(Lane())

    init(hasher: ContentHasher, files: ContentFiles, pool: NIOThreadPool, counters: EngineCounters) {
        self.files = files
        self.pool = pool
        self.counters = counters
        content = Mutex(Content(hasher: hasher))
    }

    /// Hands a batch to the pool once the one before is done; throws what that one failed with.
    func take(_ batch: [ByteBuffer]) async throws {
        try await idle()
        lane.withLock { $0.isBusy = true }
        pool.submit { state in
            do {
                guard case .active = state else { throw StoreError.closed }
                try self.write(batch)
                self.done(nil)
            } catch {
                // Gone before anybody hears of it: this closure may be the last that knows the sink, and end late.
                self.discard()
                self.done(error)
            }
        }
    }

    /// Waits until the last batch is written.
    func idle() async throws {
        await withCheckedContinuation { continuation in
            let isIdle = lane.withLock { lane in
                if lane.isBusy { lane.waiter = continuation }
                return !lane.isBusy
            }
            if isIdle { continuation.resume() }
        }
        if let failure = lane.withLock({ $0.failure }) { throw failure }
    }

    /// The sums and the file, once idle; the file is then the caller's alone.
    func finish() -> (sums: ContentSums, file: StagedFile?) {
        content.withLock { content in
            defer { content.file = nil }
            return (content.hasher.finish(), content.file)
        }
    }

    /// Removes what was written, once idle.
    func discard() { content.withLock { $0.file = nil } }

    private func done(_ failure: (any Error)?) {
        let waiter = lane.withLock { lane in
            lane.isBusy = false
            if let failure { lane.failure = failure }
            defer { lane.waiter = nil }
            return lane.waiter
        }
        waiter?.resume()
    }

    private func write(_ batch: [ByteBuffer]) throws {
        let count = batch.reduce(0) { $0 + $1.readableBytes }
        try files.claim(Int64(count))
        try content.withLock { content in
            let file = try content.file ?? files.stage()
            content.file = file
            for buffer in batch {
                try buffer.withUnsafeReadableBytes { bytes in
                    content.hasher.update(bytes)
                    try files.fileSystem.write(bytes, to: file.descriptor, at: content.offset)
                }
                content.offset += Int64(buffer.readableBytes)
            }
        }
        counters.count { $0.bytesWritten += Int64(count) }
    }
}
