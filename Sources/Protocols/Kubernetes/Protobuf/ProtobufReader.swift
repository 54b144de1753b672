/// Turns protobuf messages into JSON trees by their schema.
///
/// The encoding writes zero values of fields that are no pointers; they become nothing, as they would in JSON, unless JSON always
/// shows the field.
struct ProtobufReader {
    private let bytes: [UInt8]
    private let limits: JSONLimits
    private var nodes = 0

    /// Deeper than any message of the API nests.
    private static let depthLimit = 40

    init(_ bytes: [UInt8], limits: JSONLimits) { (self.bytes, self.limits) = (bytes, limits) }

    /// The object that the message at a range is.
    mutating func object(
        _ message: MessageSchema,
        _ range: Range<Int>,
        depth: Int = 0
    ) throws(ProtobufError) -> JSONObject {
        guard depth < Self.depthLimit else { throw .tooDeep }
        var object = JSONObject()
        var cursor = ProtobufCursor(bytes, range)
        while let (number, value) = try cursor.next() {
            try countNode()
            guard let field = message.field(number) else { continue }
            try read(value, of: field, into: &object, depth: depth)
        }
        return object
    }

    private mutating func countNode() throws(ProtobufError) {
        nodes += 1
        guard nodes <= limits.nodeLimit else { throw .tooManyValues(limit: limits.nodeLimit) }
    }

    private mutating func read(
        _ value: ProtobufCursor.Value,
        of field: MessageSchema.Field,
        into object: inout JSONObject,
        depth: Int
    ) throws(ProtobufError) {
        switch field.type {
        case .list(let element):
            var list = object.take(field.name)?.array ?? []
            if case .integer = element, case .bytes(let range) = value {
                var cursor = ProtobufCursor(bytes, range)
                while !cursor.isAtEnd {
                    try countNode()
                    list.append(.integer(Int64(bitPattern: try cursor.varint())))
                }
            } else {
                list.append(try json(value, element, field, depth))
            }
            object[field.name] = .array(list)
        case .map(let element):
            var map = object.take(field.name)?.object ?? JSONObject()
            let (key, value) = try entry(value, element, field, depth)
            map[key] = value
            object[field.name] = .object(map)
        case .message(let name) where field.name.isEmpty:
            for member in try self.message(name, value, field, depth) { object[member.name] = member.value }
        default:
            let json = try json(value, field.type, field, depth)
            let isShown = field.isPointer || field.isAlwaysShown ? !json.isNull : !json.isZero(field.type)
            object[field.name] = isShown ? json : nil
        }
    }

    private mutating func json(
        _ value: ProtobufCursor.Value,
        _ type: MessageSchema.FieldType,
        _ field: MessageSchema.Field,
        _ depth: Int
    ) throws(ProtobufError) -> JSONValue {
        switch (type, value) {
        case (.string, .bytes(let range)): return .string(try text(range))
        case (.bytes, .bytes(let range)): return .string(Base64Text.encode(bytes[range]))
        case (.integer, .varint(let varint)): return .integer(Int64(bitPattern: varint))
        case (.boolean, .varint(let varint)): return .bool(varint != 0)
        case (.time, .bytes(let range)): return try time(range, fractionDigits: 0)
        case (.microTime, .bytes(let range)): return try time(range, fractionDigits: 6)
        case (.quantity, .bytes(let range)):
            let quantity = try scalars(range).texts[1] ?? ""
            return .string(quantity.isEmpty ? "0" : quantity)
        case (.intOrString, .bytes(let range)):
            let (numbers, texts) = try scalars(range)
            return numbers[1] == 1 ? .string(texts[3] ?? "") : .integer(numbers[2] ?? 0)
        case (.json, .bytes(let range)): return try embedded(range, depth)
        case (.strings, .bytes(let range)):
            var strings: [JSONValue] = []
            var cursor = ProtobufCursor(bytes, range)
            while let (number, value) = try cursor.next() {
                try countNode()
                if number == 1, case .bytes(let range) = value { strings.append(.string(try text(range))) }
            }
            return .array(strings)
        case (.message(let name), .bytes): return .object(try message(name, value, field, depth))
        default: throw .malformed("wrong wireType for field \(field.name)")
        }
    }

    private mutating func message(
        _ name: String,
        _ value: ProtobufCursor.Value,
        _ field: MessageSchema.Field,
        _ depth: Int
    ) throws(ProtobufError) -> JSONObject {
        guard case .bytes(let range) = value else { throw .malformed("wrong wireType for field \(field.name)") }
        guard let message = MessageTable.builtIn[name] else { return JSONObject() }
        return try object(message, range, depth: depth + 1)
    }

    /// Key and value of a map's entry; what is left out is the zero value.
    private mutating func entry(
        _ value: ProtobufCursor.Value,
        _ type: MessageSchema.FieldType,
        _ field: MessageSchema.Field,
        _ depth: Int
    ) throws(ProtobufError) -> (String, JSONValue) {
        guard case .bytes(let range) = value else { throw .malformed("wrong wireType for field \(field.name)") }
        var key = ""
        var content: JSONValue?
        var cursor = ProtobufCursor(bytes, range)
        while let (number, value) = try cursor.next() {
            try countNode()
            if number == 1, case .bytes(let range) = value { key = try text(range) }
            if number == 2 { content = try json(value, type, field, depth) }
        }
        if let content { return (key, content) }
        switch type {
        case .message: return (key, [:])
        case .strings: return (key, [])
        case .quantity: return (key, "0")
        default: return (key, "")
        }
    }

    /// The integers and texts of a message that holds nothing else, by number.
    private func scalars(
        _ range: Range<Int>
    ) throws(ProtobufError) -> (numbers: [UInt64: Int64], texts: [UInt64: String]) {
        var numbers: [UInt64: Int64] = [:]
        var texts: [UInt64: String] = [:]
        var cursor = ProtobufCursor(bytes, range)
        while let (number, value) = try cursor.next() {
            guard number < 8 else { continue }
            switch value {
            case .varint(let varint): numbers[number] = Int64(bitPattern: varint)
            case .bytes(let range): texts[number] = try text(range)
            case .fixed: break
            }
        }
        return (numbers, texts)
    }

    /// Null for an empty message, which stands for no time.
    private func time(_ range: Range<Int>, fractionDigits: Int) throws(ProtobufError) -> JSONValue {
        guard !range.isEmpty else { return .null }
        let numbers = try scalars(range).numbers
        let text = RFC3339.text(seconds: numbers[1] ?? 0, nanos: numbers[2] ?? 0, fractionDigits: fractionDigits)
        return .string(text)
    }

    /// JSON that lies in the bytes of field 1, or an object in an envelope of its own.
    private mutating func embedded(_ range: Range<Int>, _ depth: Int) throws(ProtobufError) -> JSONValue {
        var cursor = ProtobufCursor(bytes, range)
        var raw = 0..<0
        while let (number, value) = try cursor.next() {
            if number == 1, case .bytes(let range) = value { raw = range }
        }
        guard !raw.isEmpty else { return .null }
        if bytes[raw].starts(with: ProtobufBody.magic) { return try envelope(raw, depth: depth + 1) }
        do {
            let left = JSONLimits(depthLimit: JSONLimits.deepest / 2, nodeLimit: limits.nodeLimit - nodes)
            nodes += raw.count / 2
            return try JSONValue(parsing: bytes[raw], limits: left)
        } catch { throw .malformed("\(error)") }
    }

    private func text(_ range: Range<Int>) throws(ProtobufError) -> String {
        guard let text = String(validating: bytes[range], as: UTF8.self) else { throw .malformed("invalid UTF-8") }
        return text
    }

    /// The object in an envelope: the magic bytes and the message `Unknown` of the type's name and the object's bytes.
    mutating func envelope(_ range: Range<Int>, depth: Int = 0) throws(ProtobufError) -> JSONValue {
        guard depth < Self.depthLimit else { throw .tooDeep }
        guard bytes[range].starts(with: ProtobufBody.magic) else { throw .notAnEnvelope }
        var cursor = ProtobufCursor(bytes, range.dropFirst(ProtobufBody.magic.count))
        var type: [UInt64: String] = [:]
        var raw = range.upperBound..<range.upperBound
        var (encoding, contentType) = ("", "")
        while let (number, value) = try cursor.next() {
            guard case .bytes(let range) = value else { continue }
            switch number {
            case 1: type = try scalars(range).texts
            case 2: raw = range
            case 3: encoding = try text(range)
            case 4: contentType = try text(range)
            default: break
            }
        }
        guard encoding.isEmpty else { throw .malformed("unsupported content encoding \"\(encoding)\"") }
        let (apiVersion, kind) = (type[1] ?? "", type[2] ?? "")
        if contentType == "application/json" {
            do { return try JSONValue(parsing: bytes[raw], limits: limits) } catch { throw .malformed("\(error)") }
        }
        guard let message = MessageTable.builtIn.message(apiVersion: apiVersion, kind: kind) else {
            throw .unknownKind(apiVersion: apiVersion, kind: kind)
        }
        var object = JSONObject([("kind", .string(kind)), ("apiVersion", .string(apiVersion))])
        for member in try self.object(message, raw, depth: depth) { object[member.name] = member.value }
        return .object(object)
    }
}

extension JSONValue {
    /// Whether JSON leaves a field of this type out when it has this value.
    fileprivate func isZero(_ type: MessageSchema.FieldType) -> Bool {
        switch (self, type) {
        case (.string("0"), .quantity), (.null, _): true
        case (.bool(let bool), _): !bool
        case (.integer(let integer), _): integer == 0
        case (.string(let text), _): text.isEmpty
        case (.object(let object), _): object.isEmpty
        default: false
        }
    }
}
