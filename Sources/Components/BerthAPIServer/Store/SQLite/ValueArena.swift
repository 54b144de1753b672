import Foundation
import NIOCore

/// Puts many values into few allocations.
struct ValueArena {
    private static let chunkSize = 256 << 10

    private var chunk = ByteBuffer()
    private var open: [(key: ResourceKey, revision: Int64, range: Range<Int>)] = []
    private(set) var items: [StoredObject] = []

    mutating func add(_ key: ResourceKey, _ revision: Int64, _ value: Data) {
        if chunk.writerIndex + value.count > Self.chunkSize { seal() }
        // A short page grows one small chunk, a long one begins with whole chunks from the second on.
        if chunk.capacity == 0, !items.isEmpty { chunk.reserveCapacity(Self.chunkSize) }
        let start = chunk.writerIndex
        value.withUnsafeBytes { _ = chunk.writeBytes($0) }
        open.append((key, revision, start..<chunk.writerIndex))
    }

    /// All that was added, in order.
    mutating func finish() -> [StoredObject] {
        seal()
        return items
    }

    /// A buffer that is shared cannot be written without a copy: slices are taken when it is full.
    private mutating func seal() {
        for (key, revision, range) in open {
            guard let value = chunk.getSlice(at: range.lowerBound, length: range.count) else { continue }
            items.append(StoredObject(key: key, value: value, revision: revision))
        }
        open.removeAll(keepingCapacity: true)
        chunk = ByteBuffer()
    }
}
