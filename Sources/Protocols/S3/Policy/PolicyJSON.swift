/// A strict JSON value that policies are read from: no name twice in an object, bounded depth.
///
/// RFC 8259; a name given twice would let two readers see two policies.
indirect enum PolicyJSON: Hashable, Sendable {
    case object([(name: String, value: PolicyJSON)])
    case array([PolicyJSON])
    case string(String)
    case number(String)
    case bool(Bool)
    case null

    /// The value that is the whole of `bytes`.
    init(_ bytes: [UInt8]) throws(PolicyError) {
        guard String(validating: bytes, as: UTF8.self) != nil else { throw .notJSON }
        var parser = PolicyJSONParser(bytes)
        self = try parser.document()
    }

    static func == (left: Self, right: Self) -> Bool {
        switch (left, right) {
        case (.object(let left), .object(let right)):
            left.count == right.count && zip(left, right).allSatisfy { $0.0 == $1.0 && $0.1 == $1.1 }
        case (.array(let left), .array(let right)): left == right
        case (.string(let left), .string(let right)), (.number(let left), .number(let right)): left == right
        case (.bool(let left), .bool(let right)): left == right
        case (.null, .null): true
        default: false
        }
    }

    func hash(into hasher: inout Hasher) {
        switch self {
        case .object(let members):
            for member in members {
                hasher.combine(member.name)
                hasher.combine(member.value)
            }
        case .array(let values): hasher.combine(values)
        case .string(let text), .number(let text): hasher.combine(text)
        case .bool(let flag): hasher.combine(flag)
        case .null: hasher.combine(0)
        }
    }

    /// The texts of a string, a number, a truth value, or an array of those.
    var texts: [String]? {
        switch self {
        case .string(let text), .number(let text): [text]
        case .bool(let flag): [flag ? "true" : "false"]
        case .array(let values):
            values.reduce(into: [String]?([])) { result, value in
                guard let text = value.text else {
                    result = nil
                    return
                }
                result?.append(text)
            }
        case .object, .null: nil
        }
    }

    private var text: String? {
        if case .array = self { return nil }
        return texts?.first
    }
}
