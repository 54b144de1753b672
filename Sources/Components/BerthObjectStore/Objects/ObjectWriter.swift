package import NIOCore
import Synchronization

/// Takes the bytes of one object or part as they come; used by one task at a time.
package final class ObjectWriter: Sendable {
    private struct State {
        var pending: [ByteBuffer] = []
        var pendingBytes = 0
        var total: Int64 = 0
        var usesFile: Bool
    }

    private static let batchSize = 1 << 20

    private let expectedSize: Int64?
    private let sizeLimit: Int64
    private let inlineLimit: Int
    private let smallHasher: ContentHasher
    private let sink: ContentSink
    private let counters: EngineCounters
    private let state: Mutex<State>

    init(
        expectedSize: Int64?,
        sizeLimit: Int64,
        inlineLimit: Int,
        smallHasher: ContentHasher,
        sink: ContentSink,
        counters: EngineCounters
    ) {
        self.expectedSize = expectedSize
        self.sizeLimit = sizeLimit
        self.inlineLimit = inlineLimit
        self.smallHasher = smallHasher
        self.sink = sink
        self.counters = counters
        state = Mutex(State(usesFile: expectedSize.map { $0 > Int64(inlineLimit) } ?? false))
    }

    /// Takes the next bytes; suspends while the disk is behind.
    ///
    /// - Throws: `incompleteBody` when more comes than was announced, `entityTooLarge`, `storageFull`, and what the disk
    ///   failed with.
    package func write(_ bytes: ByteBuffer) async throws {
        guard bytes.readableBytes > 0 else { return }
        let batch: [ByteBuffer]? = try state.withLock { state in
            state.total += Int64(bytes.readableBytes)
            if let expectedSize, state.total > expectedSize { throw StoreError.incompleteBody }
            guard state.total <= sizeLimit else { throw StoreError.entityTooLarge }
            if state.total > Int64(inlineLimit) { state.usesFile = true }
            state.pending.append(bytes)
            state.pendingBytes += bytes.readableBytes
            return state.usesFile && state.pendingBytes >= Self.batchSize ? Self.takePending(&state) : nil
        }
        if let batch { try await sink.take(batch) }
    }

    /// Ends the content; nothing is durable or visible until it is put.
    ///
    /// - Throws: `incompleteBody` when less came than was announced, and what the disk failed with.
    package func finish() async throws -> StagedContent {
        let (rest, total, usesFile) = state.withLock { state in
            (Self.takePending(&state), state.total, state.usesFile)
        }
        if let expectedSize, total != expectedSize { throw StoreError.incompleteBody }
        guard usesFile else { return inline(rest, total: Int(total)) }
        if !rest.isEmpty { try await sink.take(rest) }
        try await sink.idle()
        let (sums, file) = sink.finish()
        guard let file, sums.size == total else { throw StoreError.incompleteBody }
        return StagedContent(sums: sums, place: .file(file))
    }

    /// Removes what was written; harmless after ``finish()``, whose result goes its own way.
    package func discard() async {
        _ = state.withLock { Self.takePending(&$0) }
        _ = try? await sink.idle()
        sink.discard()
    }

    private func inline(_ buffers: [ByteBuffer], total: Int) -> StagedContent {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(total)
        for buffer in buffers { bytes.append(contentsOf: buffer.readableBytesView) }
        var hasher = smallHasher
        bytes.withUnsafeBytes { hasher.update($0) }
        counters.count { $0.bytesWritten += Int64(total) }
        return StagedContent(sums: hasher.finish(), place: .inline(bytes))
    }

    private static func takePending(_ state: inout State) -> [ByteBuffer] {
        defer {
            state.pending = []
            state.pendingBytes = 0
        }
        return state.pending
    }
}
