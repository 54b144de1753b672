import NIOCore

/// The messages that we send: fields as https://etcd.io/docs/v3.5/dev-guide/api_reference_v3/ numbers them.
enum EtcdRequest {
    /// What a transaction demands.
    enum Condition {
        case absent([UInt8])
        case at([UInt8], revision: Int64)
    }

    /// What a transaction does.
    enum Operation {
        case put([UInt8], ByteBuffer)
        case delete([UInt8])
        case deleteAll(EtcdKeys.Range)
        /// Tells whether the key is there.
        case look([UInt8])
    }

    static func put(_ key: [UInt8], _ value: ByteBuffer) -> EtcdMessage {
        var message = EtcdMessage()
        write(key, value, to: &message)
        return message
    }

    static func range(_ key: [UInt8]) -> EtcdMessage {
        var message = EtcdMessage()
        message.bytes(1, key)
        return message
    }

    static func range(
        _ start: [UInt8],
        _ end: [UInt8],
        limit: Int,
        revision: Int64?,
        isCountOnly: Bool
    ) -> EtcdMessage {
        var message = EtcdMessage()
        message.bytes(1, start)
        message.bytes(2, end)
        if let revision { message.number(4, revision) }
        if isCountOnly { message.bool(9, true) } else { message.number(3, Int64(limit)) }
        return message
    }

    static func transaction(if conditions: [Condition], then: Operation, else other: Operation?) -> EtcdMessage {
        var message = EtcdMessage()
        for condition in conditions {
            message.message(1) { demand in
                // The result is EQUAL, which is 0; the target CREATE or MOD.
                switch condition {
                case .absent(let key):
                    demand.number(2, 1)
                    demand.bytes(3, key)
                    demand.number(5, 0)
                case .at(let key, let revision):
                    demand.number(2, 2)
                    demand.bytes(3, key)
                    demand.number(6, revision)
                }
            }
        }
        message.message(2) { write(then, to: &$0) }
        if let other { message.message(3) { write(other, to: &$0) } }
        return message
    }

    /// All of `operations`, whatever is there.
    static func transaction(_ operations: [Operation]) -> EtcdMessage {
        var message = EtcdMessage()
        for operation in operations { message.message(2) { write(operation, to: &$0) } }
        return message
    }

    static func compaction(through revision: Int64) -> EtcdMessage {
        var message = EtcdMessage()
        message.number(1, revision)
        return message
    }

    /// With progress notifications, what was before each change, and large answers in fragments.
    static func watch(_ range: EtcdKeys.Range, from revision: Int64) -> EtcdMessage {
        var message = EtcdMessage()
        message.message(1) { create in
            create.bytes(1, range.start)
            create.bytes(2, range.end)
            create.number(3, revision)
            create.bool(4, true)
            create.bool(6, true)
            create.bool(8, true)
        }
        return message
    }

    static func authentication(user: String, password: String) -> EtcdMessage {
        var message = EtcdMessage()
        message.text(1, user)
        message.text(2, password)
        return message
    }

    private static func write(_ operation: Operation, to message: inout EtcdMessage) {
        switch operation {
        case .look(let key):
            message.message(1) { range in
                range.bytes(1, key)
                range.bool(8, true)
            }
        case .put(let key, let value): message.message(2) { write(key, value, to: &$0) }
        case .delete(let key):
            message.message(3) { deletion in
                deletion.bytes(1, key)
                deletion.bool(3, true)
            }
        case .deleteAll(let range):
            message.message(3) { deletion in
                deletion.bytes(1, range.start)
                deletion.bytes(2, range.end)
            }
        }
    }

    private static func write(_ key: [UInt8], _ value: ByteBuffer, to message: inout EtcdMessage) {
        message.bytes(1, key)
        message.buffer(2, value)
    }
}
