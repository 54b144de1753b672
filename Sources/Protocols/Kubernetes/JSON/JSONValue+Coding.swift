extension JSONValue {
    /// Reads one JSON text (RFC 8259) and nothing behind it; of a member that comes twice the last value counts.
    package init(parsing bytes: some Collection<UInt8>, limits: JSONLimits = .init()) throws(JSONError) {
        var duplicates: [String] = []
        self = try Self.parse(bytes, limits: limits, duplicates: &duplicates)
    }

    /// Reads one JSON text and notes the paths of members that came twice, such as `spec.containers[0].name`.
    package static func parse(
        _ bytes: some Collection<UInt8>,
        limits: JSONLimits = .init(),
        duplicates: inout [String]
    ) throws(JSONError) -> JSONValue {
        let fast = bytes.withContiguousStorageIfAvailable { result(of: $0, limits, &duplicates) }
        return try (fast ?? Array(bytes).withUnsafeBufferPointer { result(of: $0, limits, &duplicates) }).get()
    }

    /// What one JSON text in some bytes is.
    static func result(
        of bytes: UnsafeBufferPointer<UInt8>,
        _ limits: JSONLimits,
        _ duplicates: inout [String]
    ) -> Result<JSONValue, JSONError> {
        var parser = JSONParser(bytes, limits: limits)
        return Result { () throws(JSONError) in
            defer { duplicates += parser.duplicates }
            return try parser.parse()
        }
    }

    /// The value as JSON without spaces.
    package func serializedBytes() -> [UInt8] {
        var writer = JSONWriter()
        writer.write(self)
        return writer.bytes
    }

    /// The value as JSON without spaces.
    package func serialized() -> String { String(decoding: serializedBytes(), as: UTF8.self) }

    /// Whether this is an array or an object.
    var isContainer: Bool {
        switch self {
        case .array, .object: true
        default: false
        }
    }

    /// How many containers are nested in one another: 0 for a scalar, 1 for `[]`.
    package var depth: Int {
        var deepest = 0
        var pending: [(JSONValue, Int)] = [(self, 1)]
        while let (value, depth) = pending.popLast() {
            switch value {
            case .array(let array):
                deepest = max(deepest, depth)
                for element in array where element.isContainer { pending.append((element, depth + 1)) }
            case .object(let object):
                deepest = max(deepest, depth)
                for member in object where member.value.isContainer { pending.append((member.value, depth + 1)) }
            default: break
            }
        }
        return deepest
    }
}
