/// A YAML scalar and what it is in JSON.
///
/// Plain words are read as the field's tools read them (YAML 1.1): `yes` and `on` are true, `0o17`, `017` and `0x1F` numbers.
struct YAMLScalar {
    let text: String
    /// The tag as it was written, resolved; nil when there was none.
    let tag: String?
    /// Whether it stood without quotes and without a tag.
    let isPlain: Bool

    /// Whether it is the key `<<`, which takes over another mapping's members.
    var isMergeKey: Bool { isPlain && text == "<<" || tag == Self.prefix + "merge" }

    private static let prefix = "tag:yaml.org,2002:"

    /// The value; nil when its tag or its number has no JSON form.
    var json: JSONValue? {
        guard let tag, tag != "!" else { return isPlain ? Self.resolved(text) : .string(text) }
        guard tag.hasPrefix(Self.prefix) else { return nil }
        switch tag.dropFirst(Self.prefix.count) {
        case "str", "binary", "timestamp": return .string(text)
        case "null":
            let value = Self.resolved(text)
            return value?.isNull == true ? .null : nil
        case "bool": return Self.resolved(text)?.bool.map { .bool($0) }
        case "int": return Self.resolved(text)?.integer.map { .integer($0) }
        case "float":
            switch Self.resolved(text) {
            case .integer(let integer): return .integer(integer)
            case .decimal(let decimal): return .decimal(decimal)
            default: return nil
            }
        default: return nil
        }
    }

    /// The value as a name of a member; nil for null and for what has no JSON form.
    var name: String? {
        switch json {
        case .string(let text), .decimal(let text): text
        case .integer(let integer): String(integer)
        case .bool(let bool): bool ? "true" : "false"
        default: nil
        }
    }

    private static func resolved(_ text: String) -> JSONValue? {
        switch text {
        case "", "~", "null", "Null", "NULL": return .null
        case "y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON": return .bool(true)
        case "n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF": return .bool(false)
        case ".nan", ".NaN", ".NAN", ".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF", "-.inf", "-.Inf", "-.INF":
            return nil
        default: return number(text) ?? .string(text)
        }
    }

    private static func number(_ text: String) -> JSONValue? {
        guard let first = text.utf8.first,
            first == UInt8(ascii: "+") || first == UInt8(ascii: "-")
                || first == UInt8(ascii: ".") || (0x30...0x39).contains(first)
        else { return nil }
        let plain = text.contains("_") ? text.filter { $0 != "_" } : text
        if let integer = integer(plain) { return integer }
        return decimal(plain).map { text in Int64(text).map { .integer($0) } ?? .decimal(text) }
    }

    private static func integer(_ text: String) -> JSONValue? {
        let isNegative = text.hasPrefix("-")
        let digits = isNegative || text.hasPrefix("+") ? text.dropFirst() : text[...]
        let sign = isNegative ? "-" : ""
        for (prefix, radix) in [("0x", 16), ("0X", 16), ("0b", 2), ("0B", 2), ("0o", 8), ("0O", 8)]
        where digits.hasPrefix(prefix) {
            let rest = digits.dropFirst(2)
            guard let first = rest.utf8.first, first != UInt8(ascii: "+"), first != UInt8(ascii: "-") else {
                return nil
            }
            return Int64(sign + rest, radix: radix).map { .integer($0) }
        }
        guard !digits.isEmpty, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        if digits.utf8.count > 1, digits.utf8.first == 0x30 {
            return Int64(sign + digits, radix: 8).map { .integer($0) }
        }
        return Int64(sign + digits).map { .integer($0) } ?? .decimal(sign + digits)
    }

    /// The JSON form of `1.5`, `.5`, `1.`, `+1e3`; nil for what is no such number.
    private static func decimal(_ text: String) -> String? {
        var rest = Substring(text)
        let sign = rest.hasPrefix("-") ? "-" : ""
        if rest.hasPrefix("-") || rest.hasPrefix("+") { rest = rest.dropFirst() }
        let parts = rest.split(maxSplits: 1, omittingEmptySubsequences: false) { $0 == "e" || $0 == "E" }
        let mantissa =
            parts.first.map { $0.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false) } ?? []
        guard let whole = mantissa.first, isDigits(whole), mantissa.count == 1 || isDigits(mantissa[1]) else {
            return nil
        }
        let fraction = mantissa.count == 2 ? mantissa[1] : ""
        guard !whole.isEmpty || !fraction.isEmpty else { return nil }
        var result = sign + (whole.drop { $0 == "0" }.isEmpty ? "0" : String(whole.drop { $0 == "0" }))
        if !fraction.isEmpty { result += ".\(fraction)" }
        guard parts.count == 2 else { return result }
        let exponent = parts[1].hasPrefix("-") || parts[1].hasPrefix("+") ? parts[1].dropFirst() : parts[1]
        guard !exponent.isEmpty, isDigits(exponent) else { return nil }
        return "\(result)e\(parts[1])"
    }

    private static func isDigits(_ text: Substring) -> Bool { text.utf8.allSatisfy { (0x30...0x39).contains($0) } }
}
