import Kubernetes

/// Checks and defaults that the rules of several kinds share.
enum FieldRules {
    /// Sets a member unless it is there.
    static func setDefault(_ object: inout JSONValue, _ path: String..., to value: JSONValue) {
        if object.value(at: path).map(\.isNull) ?? true { object.set(value, at: path) }
    }

    /// The same, and in place of an empty text.
    static func fill(_ object: inout JSONValue, _ path: String..., with value: JSONValue) {
        let present = object.value(at: path)
        if present.map(\.isNull) ?? true || present == "" { object.set(value, at: path) }
    }

    /// Changes each element of an array.
    static func changeEach(_ object: inout JSONValue, _ path: String..., by change: (inout JSONValue) -> Void) {
        guard let elements = object.value(at: path)?.array else { return }
        object.set(
            .array(
                elements.map { element in
                    var element = element
                    change(&element)
                    return element
                }
            ),
            at: path
        )
    }

    /// A number that may not be negative.
    static func notNegative(_ object: JSONValue, _ path: String...) -> [Status.Cause] {
        guard let number = object.value(at: path)?.integer, number < 0 else { return [] }
        return [.unquoted(path.joined(separator: "."), String(number), "must be greater than or equal to 0")]
    }

    /// A text that must be one of some words, if it is there.
    static func oneOf(_ value: JSONValue?, _ words: [String], _ field: String) -> [Status.Cause] {
        guard let text = value?.string, !text.isEmpty, !words.contains(text) else { return [] }
        return [.notSupported(field, text, words: words)]
    }

    /// A text that must be there.
    static func required(_ value: JSONValue?, _ field: String, _ why: String = "") -> [Status.Cause] {
        (value?.string ?? "").isEmpty ? [.required(field, why)] : []
    }

    /// What is wrong with a name, as causes.
    static func name(_ text: String, _ field: String, _ rule: (String) -> [String]) -> [Status.Cause] {
        rule(text).map { .invalid(field, text, $0) }
    }

    /// A port, 1 to 65535.
    static func port(_ number: Int64, _ field: String) -> [Status.Cause] {
        (1...65535).contains(number)
            ? [] : [.unquoted(field, String(number), "must be between 1 and 65535, inclusive")]
    }

    /// A port by number or by name.
    static func portOrName(_ value: JSONValue?, _ field: String) -> [Status.Cause] {
        switch value {
        case .integer(let number)?: return port(number, field)
        case .string(let text)?: return portName(text, field)
        default: return []
        }
    }

    /// At most 15 lower-case letters, digits and single `-`, with a letter among them (IANA service names).
    static func portName(_ text: String, _ field: String) -> [Status.Cause] {
        func cause(_ why: String) -> [Status.Cause] { [.invalid(field, text, why)] }
        if text.utf8.count > 15 { return cause("must be no more than 15 characters") }
        let isPlain = text.utf8.allSatisfy {
            (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
                || $0 == UInt8(ascii: "-")
        }
        guard isPlain, !text.isEmpty else {
            return cause("must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)")
        }
        guard text.contains(where: \.isLetter) else { return cause("must contain at least one letter (a-z)") }
        if text.contains("--") { return cause("must not contain consecutive hyphens") }
        if text.first == "-" || text.last == "-" { return cause("must not begin or end with a hyphen") }
        return []
    }

    /// A number or percentage of replicas that is not negative.
    static func countOrPercentage(_ value: JSONValue?, _ field: String) -> [Status.Cause] {
        switch value {
        case .integer(let number)? where number < 0:
            return [.unquoted(field, String(number), "must be greater than or equal to 0")]
        case .string(let text)?:
            guard text.hasSuffix("%"), text.dropLast().allSatisfy({ $0.isASCII && $0.isNumber }), text.count > 1 else {
                return [
                    .invalid(
                        field,
                        text,
                        "a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%',  or "
                            + "'93%', regex used for validation is '[0-9]+%')"
                    )
                ]
            }
            return []
        default: return []
        }
    }

    /// A label selector that can be read.
    static func selector(_ value: JSONValue?, _ field: String) -> [Status.Cause] {
        guard let value, !value.isNull else { return [] }
        var causes: [Status.Cause] = []
        for (key, text) in value["matchLabels"]?.stringMap ?? [:] {
            causes += name(key, "\(field).matchLabels", NameFormat.qualifiedNameProblems)
            causes += name(text, "\(field).matchLabels", NameFormat.labelValueProblems)
        }
        for (index, term) in (value["matchExpressions"]?.array ?? []).enumerated() {
            causes += expression(term, "\(field).matchExpressions[\(index)]")
        }
        return causes
    }

    /// One of a selector's expressions; those of nodes also compare numbers.
    static func expression(_ term: JSONValue, _ place: String, comparesNumbers: Bool = false) -> [Status.Cause] {
        var causes: [Status.Cause] = []
        let values = term["values"]?.array ?? []
        switch term["operator"]?.string ?? "" {
        case "In", "NotIn":
            if values.isEmpty {
                causes.append(.required("\(place).values", "must be specified when `operator` is 'In' or 'NotIn'"))
            }
        case "Exists", "DoesNotExist":
            if !values.isEmpty {
                let why = "may not be specified when `operator` is 'Exists' or 'DoesNotExist'"
                causes.append(.forbidden("\(place).values", why))
            }
        case "Gt", "Lt":
            if !comparesNumbers {
                let sign = term["operator"]?.string ?? ""
                causes.append(.invalid("\(place).operator", sign, "not a valid selector operator"))
            } else if values.count != 1 {
                let why = "must be specified single value when `operator` is 'Lt' or 'Gt'"
                causes.append(.required("\(place).values", why))
            }
        case let other: causes.append(.invalid("\(place).operator", other, "not a valid selector operator"))
        }
        return causes + name(term["key"]?.string ?? "", "\(place).key", NameFormat.qualifiedNameProblems)
    }

    /// Members that may not change once they are set.
    static func immutable(_ object: JSONValue, _ old: JSONValue?, _ paths: [String]...) -> [Status.Cause] {
        guard let old else { return [] }
        return paths.filter { object.value(at: $0) != old.value(at: $0) }
            .map { .immutable($0.joined(separator: "."), object.value(at: $0)) }
    }
}
