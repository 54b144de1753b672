import NIOCore

/// What etcd answers: the fields of its `RangeResponse`, `TxnResponse` and so on that we use.
///
/// <https://etcd.io/docs/v3.5/dev-guide/api_reference_v3/>
struct EtcdAnswer {
    /// The store's revision when it was answered; 0 when it does not say.
    private(set) var revision: Int64 = 0
    /// What a range found, or the first range of a transaction, or what its first deletion deleted.
    private(set) var found: [EtcdKeyValue] = []
    /// How many there are in a range, also beyond the limit.
    private(set) var count: Int64 = 0
    /// Whether a transaction's demands were met.
    private(set) var isSuccess = false
    /// Of `Authenticate`.
    private(set) var token: String?

    /// What kind of answer it is, for the numbers of its fields differ.
    enum Kind { case range, transaction, deletion, other, authentication }

    init(_ message: ByteBuffer, _ kind: Kind) throws(EtcdFailure) {
        var fields = EtcdFields(message)
        while let (field, value) = try fields.next() {
            switch (field, kind) {
            case (1, _): revision = try value.bytes.map(Self.revision) ?? 0
            case (2, .range), (3, .deletion):
                if let pair = value.bytes { found.append(try EtcdKeyValue(pair)) }
            case (4, .range): count = value.number ?? 0
            case (2, .transaction): isSuccess = value.number == 1
            case (3, .transaction):
                guard found.isEmpty, let operation = value.bytes else { continue }
                found = try Self.found(operation)
            case (2, .authentication): token = value.bytes.map { String(buffer: $0) }
            default: break
            }
        }
    }

    /// The revision of a `ResponseHeader`.
    static func revision(_ header: ByteBuffer) throws(EtcdFailure) -> Int64 {
        var fields = EtcdFields(header)
        var revision: Int64 = 0
        while let (field, value) = try fields.next() {
            if field == 3 { revision = value.number ?? 0 }
        }
        return revision
    }

    /// What a `ResponseOp` of a transaction brings.
    private static func found(_ operation: ByteBuffer) throws(EtcdFailure) -> [EtcdKeyValue] {
        var fields = EtcdFields(operation)
        var found: [EtcdKeyValue] = []
        while let (field, value) = try fields.next() {
            guard let answer = value.bytes else { continue }
            switch field {
            case 1: found = try EtcdAnswer(answer, .range).found
            case 3: found = try EtcdAnswer(answer, .deletion).found
            default: break
            }
        }
        return found
    }
}
