import NIOCore

/// A key with its value: `mvccpb.KeyValue`.
struct EtcdKeyValue {
    private(set) var key: [UInt8] = []
    private(set) var value = ByteBuffer()
    private(set) var created: Int64 = 0
    private(set) var modified: Int64 = 0

    init(_ message: ByteBuffer) throws(EtcdFailure) {
        var fields = EtcdFields(message)
        while let (field, content) = try fields.next() {
            switch field {
            case 1: key = content.bytes.map { Array($0.readableBytesView) } ?? []
            case 2: created = content.number ?? 0
            case 3: modified = content.number ?? 0
            case 5: value = content.bytes ?? ByteBuffer()
            default: break
            }
        }
    }
}
