import Kubernetes

/// A protobuf message taken apart by its numbers, as somebody without our tables would.
struct V2Message {
    private var fields: [(number: UInt64, bytes: [UInt8])] = []
    private var numbers: [UInt64: UInt64] = [:]

    struct Malformed: Error {}

    init(_ bytes: [UInt8]) throws {
        var rest = bytes[...]
        func varint() throws -> UInt64 {
            var value: UInt64 = 0
            for shift in stride(from: UInt64(0), to: 63, by: 7) {
                guard let byte = rest.popFirst() else { throw Malformed() }
                value |= UInt64(byte & 0x7F) << shift
                if byte < 0x80 { return value }
            }
            throw Malformed()
        }
        while !rest.isEmpty {
            let tag = try varint()
            switch tag & 7 {
            case 0: numbers[tag >> 3] = try varint()
            case 1:
                guard rest.count >= 8 else { throw Malformed() }
                let bits = rest.prefix(8).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
                numbers[tag >> 3] = bits
                rest = rest.dropFirst(8)
            case 2:
                let length = Int(try varint())
                guard rest.count >= length else { throw Malformed() }
                fields.append((tag >> 3, Array(rest.prefix(length))))
                rest = rest.dropFirst(length)
            default: throw Malformed()
            }
        }
    }

    func texts(_ number: UInt64) -> [String] {
        fields.filter { $0.number == number }.map { String(decoding: $0.bytes, as: UTF8.self) }
    }

    func text(_ number: UInt64) -> String? { texts(number).first }

    func messages(_ number: UInt64) -> [V2Message] {
        fields.filter { $0.number == number }.compactMap { try? V2Message($0.bytes) }
    }

    /// This message as a `Schema`, in JSON again; of members that the built-in types have.
    var schema: JSONValue {
        var value = JSONObject()
        for (number, name) in [(1, "$ref"), (2, "format"), (4, "description")] as [(UInt64, String)] {
            if let text = text(number) { value[name] = .string(text) }
        }
        if fields.contains(where: { $0.number == 19 }) { value["required"] = JSONValue(strings: texts(19)) }
        if let type = messages(22).first?.text(1) { value["type"] = .string(type) }
        if let items = messages(23).first?.messages(1).first { value["items"] = items.schema }
        if let below = messages(21).first?.messages(1).first { value["additionalProperties"] = below.schema }
        if let properties = messages(25).first {
            value["properties"] = .object(
                JSONObject(properties.messages(1).map { ($0.text(1) ?? "", $0.messages(2).first?.schema ?? [:]) })
            )
        }
        for named in messages(31) {
            let text = named.messages(2).first?.text(2) ?? ""
            value[named.text(1) ?? ""] = try? JSONValue(yaml: text)
        }
        return .object(value)
    }
}
