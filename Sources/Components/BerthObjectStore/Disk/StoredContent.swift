/// A run of bytes as it was stored once; objects and parts refer to it, and it goes with the last of them.
struct StoredContent: Hashable, Sendable {
    /// Where the bytes are.
    enum Place: Hashable, Sendable {
        /// In the index itself.
        case inline([UInt8])
        /// In a file below `objects/`, named without it.
        case file(String)
    }

    let id: Int64
    let place: Place
    let size: Int64
    /// The CRC64NVME of all bytes.
    let sum: UInt64
    var isDamaged = false

    /// What the index row must give back of its own values.
    var seal: UInt32 {
        var writer = BinaryWriter(capacity: 64)
        writer.integer(id)
        if case .file(let name) = place { writer.text(name) }
        writer.integer(size)
        writer.integer(sum)
        return BinaryWriter.sum([], writer.bytes)
    }
}
