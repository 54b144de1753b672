import NIOCore

/// Bodies of requests to the gateway, written by hand: values come once and in base64.
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

        var text: String {
            switch self {
            case .put(let key, let value): #"{"request_put":\#(EtcdRequest.put(key, value))}"#
            case .delete(let key): #"{"request_delete_range":{"key":"\#(EtcdKeyValue.text(key))","prev_kv":true}}"#
            case .deleteAll(let range): #"{"request_delete_range":\#(EtcdRequest.bounds(range))}}"#
            case .look(let key):
                #"{"request_range":{"key":"\#(EtcdKeyValue.text(key))","keys_only":true}}"#
            }
        }
    }

    static func put(_ key: [UInt8], _ value: ByteBuffer) -> String {
        #"{"key":"\#(EtcdKeyValue.text(key))","value":"\#(EtcdKeyValue.text(value))"}"#
    }

    static func range(_ key: [UInt8]) -> String { #"{"key":"\#(EtcdKeyValue.text(key))"}"# }

    static func range(
        _ start: [UInt8],
        _ end: [UInt8],
        limit: Int,
        revision: Int64?,
        isCountOnly: Bool
    ) -> String {
        bounds(EtcdKeys.Range(start: start, end: end))
            + (isCountOnly ? #","count_only":true"# : #","limit":"\#(limit)""#)
            + (revision.map { #","revision":"\#($0)"}"# } ?? "}")
    }

    static func transaction(if condition: Condition, then: Operation, else other: Operation?) -> String {
        let demand =
            switch condition {
            case .absent(let key):
                #"{"target":"CREATE","result":"EQUAL","key":"\#(EtcdKeyValue.text(key))","create_revision":"0"}"#
            case .at(let key, let revision):
                #"{"target":"MOD","result":"EQUAL","key":"\#(EtcdKeyValue.text(key))","mod_revision":"\#(revision)"}"#
            }
        return #"{"compare":[\#(demand)],"success":[\#(then.text)],"failure":[\#(other?.text ?? "")]}"#
    }

    /// All of `operations`, whatever is there.
    static func transaction(_ operations: [Operation]) -> String {
        #"{"success":[\#(operations.map(\.text).joined(separator: ","))]}"#
    }

    static func watch(_ range: EtcdKeys.Range, from revision: Int64) -> String {
        #"{"create_request":\#(bounds(range)),"start_revision":"\#(revision)","prev_kv":true,"#
            + #""progress_notify":true,"fragment":true}}"#
    }

    /// An object that begins with the range, not ended.
    private static func bounds(_ range: EtcdKeys.Range) -> String {
        #"{"key":"\#(EtcdKeyValue.text(range.start))","range_end":"\#(EtcdKeyValue.text(range.end))""#
    }
}
