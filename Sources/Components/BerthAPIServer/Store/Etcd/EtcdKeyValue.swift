import Foundation
import Kubernetes
import NIOCore
import NIOFoundationCompat

/// A key with its value as the gateway writes it: bytes in base64, numbers in strings.
struct EtcdKeyValue {
    let key: [UInt8]
    let value: ByteBuffer
    let created: Int64
    let modified: Int64

    init?(_ json: JSONValue) {
        guard let key = json["key"]?.string.flatMap({ Data(base64Encoded: $0) }) else { return nil }
        self.key = Array(key)
        guard let value = Data(base64Encoded: json["value"]?.string ?? "") else { return nil }
        self.value = ByteBuffer(data: value)
        created = Self.number(json["create_revision"]) ?? 0
        modified = Self.number(json["mod_revision"]) ?? 0
    }

    /// A 64-bit number, which the gateway quotes.
    static func number(_ json: JSONValue?) -> Int64? { json?.string.flatMap { Int64($0) } ?? json?.integer }

    /// Bytes as the gateway wants them.
    static func text(_ bytes: [UInt8]) -> String { Data(bytes).base64EncodedString() }

    static func text(_ buffer: ByteBuffer) -> String { Data(buffer.readableBytesView).base64EncodedString() }
}
