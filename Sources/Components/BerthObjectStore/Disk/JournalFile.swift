/// Reads the records of one file of the journal, one after the other.
///
/// A record is a header of 24 bytes (magic, length, sequence, CRC32C of identity, length, sequence and payload, zero) and a
/// payload. The identity of the data directory goes into the checksum, so that no content that a client stored can
/// pass for a record.
struct JournalFile {
    static let headerSize = 24
    static let magic: UInt32 = 0x4C52_4A42
    static let payloadLimit = 256 << 20

    struct Record {
        let sequence: Int64
        let payload: [UInt8]
        /// Where the next record begins.
        let end: Int64
    }

    let fileSystem: any FileSystem
    let file: CInt
    let size: Int64
    let identity: [UInt8]

    static func encode(sequence: Int64, payload: [UInt8], identity: [UInt8]) -> [UInt8] {
        var writer = BinaryWriter(capacity: payload.count + headerSize)
        writer.integer(magic)
        writer.integer(UInt32(truncatingIfNeeded: payload.count))
        writer.integer(sequence)
        writer.integer(sum(sequence: sequence, payload: payload, identity: identity))
        writer.integer(UInt32(0))
        writer.raw(payload)
        return writer.bytes
    }

    /// The record at `offset`, or nil when there is none that is whole.
    func record(at offset: Int64) throws(StoreError) -> Record? {
        guard offset >= 0, size - offset >= Int64(Self.headerSize) else { return nil }
        var header = BinaryReader(try fileSystem.read(Self.headerSize, from: file, at: offset))
        guard try header.integer(UInt32.self) == Self.magic else { return nil }
        let length = Int(try header.integer(UInt32.self))
        let sequence: Int64 = try header.integer()
        let sum: UInt32 = try header.integer()
        let start = offset + Int64(Self.headerSize)
        guard length <= Self.payloadLimit, size - start >= Int64(length) else { return nil }
        let payload = try fileSystem.read(length, from: file, at: start)
        guard Self.sum(sequence: sequence, payload: payload, identity: identity) == sum else { return nil }
        return Record(sequence: sequence, payload: payload, end: start + Int64(length))
    }

    /// The first whole record behind `offset`, where something broken lies; tells a torn end from damage.
    func resume(after offset: Int64) throws(StoreError) -> (offset: Int64, record: Record)? {
        let window = 1 << 20
        var position = offset + 1
        while position < size {
            let count = Int(min(Int64(window + 3), size - position))
            let bytes = try fileSystem.read(count, from: file, at: position)
            for index in 0..<max(0, count - 3) where bytes[index] == 0x42 {
                guard bytes[index + 1] == 0x4A, bytes[index + 2] == 0x52, bytes[index + 3] == 0x4C else { continue }
                if let record = try record(at: position + Int64(index)) { return (position + Int64(index), record) }
            }
            position += Int64(window)
        }
        return nil
    }

    private static func sum(sequence: Int64, payload: [UInt8], identity: [UInt8]) -> UInt32 {
        var writer = BinaryWriter(capacity: 64)
        writer.raw(identity)
        writer.integer(sequence)
        writer.integer(Int64(payload.count))
        return BinaryWriter.sum(writer.bytes, payload)
    }
}
