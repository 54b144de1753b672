import Kubernetes

/// What stands in the cells of tables: the forms that several kinds share.
enum Cell {
    /// How many elements a cell lists before it says how many more there are.
    static let listLimit = 3
    static let none = "<none>"

    /// How long ago an RFC 3339 time was, `5m10s`; clocks that run ahead make it `0s`.
    static func age(_ timestamp: String?, _ now: Double, absent: String = "<unknown>") -> String {
        guard let timestamp, let seconds = RFC3339.seconds(parsing: timestamp) else { return absent }
        return HumanDuration.text(seconds: max(0, now - seconds))
    }

    /// A scalar as text.
    static func text(_ value: JSONValue?, absent: String = "") -> String {
        switch value {
        case .string(let text): text.isEmpty ? absent : text
        case .integer(let integer): String(integer)
        case .decimal(let text): text
        case .bool(let flag): flag ? "True" : "False"
        case nil, .null, .array, .object: absent
        }
    }

    /// The cell of a printer column: the first value in the column's type, null when there is none.
    static func printed(_ values: [JSONValue], type: String, _ now: Double) -> JSONValue {
        guard let value = values.first, !value.isNull else {
            return type == "date" ? .string("<unknown>") : .null
        }
        switch (type, value) {
        case ("integer", .integer), ("number", .integer), ("number", .decimal), ("boolean", .bool): return value
        case ("integer", .decimal(let text)):
            return Double(text).flatMap { Int64(exactly: $0.rounded(.towardZero)) }.map { .integer($0) } ?? .null
        case ("date", _): return .string(age(value.string, now))
        case ("string", _):
            guard values.count == 1 else { return .string(values.map(plain).joined(separator: " ")) }
            return .string(plain(value))
        default: return .null
        }
    }

    private static func plain(_ value: JSONValue) -> String {
        switch value {
        case .bool(let flag): flag ? "true" : "false"
        case .array, .object: value.serialized()
        default: text(value)
        }
    }

    /// Up to three elements, then ` + n more...`.
    static func list(_ elements: [String], separator: String = ",", absent: String = none) -> String {
        if elements.isEmpty { return absent }
        let shown = elements.prefix(listLimit).joined(separator: separator)
        return elements.count > listLimit ? "\(shown) + \(elements.count - listLimit) more..." : shown
    }

    /// `a=b,c=d` in the order of the keys.
    static func labels(_ value: JSONValue?) -> String {
        let pairs = (value?.stringMap ?? [:]).sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
        return pairs.isEmpty ? none : pairs.joined(separator: ",")
    }

    /// A label selector (`matchLabels` and `matchExpressions`) as text.
    static func selector(_ value: JSONValue?) -> String {
        guard let value else { return none }
        var terms = (value["matchLabels"]?.stringMap ?? [:]).map { ($0.key, "\($0.key)=\($0.value)") }
        for expression in value["matchExpressions"]?.array ?? [] {
            let key = expression["key"]?.string ?? ""
            let values = (expression["values"]?.strings ?? []).sorted().joined(separator: ",")
            switch expression["operator"]?.string {
            case "In": terms.append((key, "\(key) in (\(values))"))
            case "NotIn": terms.append((key, "\(key) notin (\(values))"))
            case "Exists": terms.append((key, key))
            case "DoesNotExist": terms.append((key, "!\(key)"))
            default: break
            }
        }
        return terms.isEmpty ? none : terms.sorted { $0.0 < $1.0 }.map(\.1).joined(separator: ",")
    }

    /// The condition of a type.
    static func condition(_ object: JSONValue, _ type: String) -> JSONValue? {
        object[path: "status", "conditions"]?.array?.first { $0["type"]?.string == type }
    }

    /// Whether the condition of a type is True.
    static func isTrue(_ object: JSONValue, _ type: String) -> Bool {
        condition(object, type)?["status"]?.string == "True"
    }

    /// `RWO,ROX`: access modes in their short forms.
    static func accessModes(_ value: JSONValue?) -> String {
        let modes = Set(value?.strings ?? [])
        return [
            ("ReadWriteOnce", "RWO"), ("ReadOnlyMany", "ROX"), ("ReadWriteMany", "RWX"), ("ReadWriteOncePod", "RWOP"),
        ].filter { modes.contains($0.0) }.map(\.1).joined(separator: ",")
    }
}
