import S3

/// The parameters of a query, decoded once; a name stands for one value.
struct QueryParameters: Sendable {
    private var values: [String: [UInt8]] = [:]
    /// The names that came without `=`.
    private var flags: Set<String> = []

    /// Decodes `query`; a malformed escape or a name given twice is refused.
    init(_ query: [(name: String, value: String?)]) throws(S3Error) {
        for (rawName, rawValue) in query {
            guard let bytes = PercentEncoding.decode(rawName, plusIsSpace: true),
                let name = String(validating: bytes, as: UTF8.self),
                let value = PercentEncoding.decode(rawValue ?? "", plusIsSpace: true)
            else { throw S3Error(.invalidURI) }
            guard values.updateValue(value, forKey: name) == nil else {
                throw S3Error(.invalidArgument, "The query parameter \(name) must be given once.")
            }
            if rawValue == nil { flags.insert(name) }
        }
    }

    /// All names.
    var names: some Collection<String> { values.keys }

    /// Whether the parameter is there, with or without a value.
    func has(_ name: String) -> Bool { values[name] != nil }

    /// Whether the parameter is there without a value.
    func isFlag(_ name: String) -> Bool { flags.contains(name) }

    /// The value in bytes; empty where the parameter has none.
    func bytes(_ name: String) -> [UInt8]? { values[name] }

    /// The value as text; refused where it is no UTF-8 or has control characters.
    func text(_ name: String) throws(S3Error) -> String? {
        guard let bytes = values[name] else { return nil }
        guard let text = String(validating: bytes, as: UTF8.self), bytes.allSatisfy({ $0 >= 0x20 && $0 != 0x7f })
        else { throw S3Error(.invalidArgument, "The query parameter \(name) is not valid.") }
        return text
    }

    /// The value as a number from 0 to what 32 bits hold.
    func number(_ name: String) throws(S3Error) -> Int? {
        guard let text = try text(name), !text.isEmpty else { return nil }
        guard text.utf8.allSatisfy(Hex.isDecimal), let number = Int32(text) else {
            throw S3Error(
                .invalidArgument,
                "Provided \(name) not an integer or within integer range",
                details: ["ArgumentName": name]
            )
        }
        return Int(number)
    }
}
