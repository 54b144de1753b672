import Kubernetes

/// Reads trees as built-in types the way the real decoder does: wrong types are refused, unknown members named.
enum BuiltInDecoding {
    static let depthLimit = 64

    /// Adds the paths of members that the type does not have.
    static func collectUnknown(
        in value: JSONValue,
        _ type: FieldType,
        at path: String,
        depth: Int = 0,
        _ found: inout [String]
    ) {
        guard depth < depthLimit else { return }
        switch (type, value) {
        case (.array(let element), .array(let elements)):
            for (index, value) in elements.enumerated() {
                collectUnknown(in: value, element, at: "\(path)[\(index)]", depth: depth + 1, &found)
            }
        case (.map(let element), .object(let members)):
            for member in members {
                collectUnknown(in: member.value, element, at: join(path, member.name), depth: depth + 1, &found)
            }
        case (.type(let name), .object(let members)):
            guard let schema = SchemaLibrary.builtIn.type(name) else { return }
            for member in members {
                guard let field = schema.field(member.name) else {
                    found.append(join(path, member.name))
                    continue
                }
                collectUnknown(in: member.value, field.type, at: join(path, member.name), depth: depth + 1, &found)
            }
        default: return
        }
    }

    private static func join(_ path: String, _ name: String) -> String { path.isEmpty ? name : "\(path).\(name)" }

    /// Removes members that are null, except below fields that take anything; in lists and maps they become what Go
    /// makes of them.
    static func dropNulls(in value: inout JSONValue, _ type: FieldType, depth: Int = 0) {
        guard depth < depthLimit else { return }
        switch (type, value) {
        case (.array(let element), .array(var elements)):
            for index in elements.indices {
                if elements[index].isNull { elements[index] = zero(element) }
                dropNulls(in: &elements[index], element, depth: depth + 1)
            }
            value = .array(elements)
        case (.map(let element), .object(var members)):
            for name in members.names {
                guard var member = members[name] else { continue }
                if member.isNull { member = zero(element) }
                dropNulls(in: &member, element, depth: depth + 1)
                members[name] = member
            }
            value = .object(members)
        case (.type(let name), .object(var members)):
            guard let schema = SchemaLibrary.builtIn.type(name) else { return }
            for name in members.names {
                guard var member = members[name], let field = schema.field(name) else { continue }
                if member.isNull {
                    members[name] = nil
                } else {
                    dropNulls(in: &member, field.type, depth: depth + 1)
                    members[name] = member
                }
            }
            value = .object(members)
        default: return
        }
    }

    /// What a value is that was null.
    private static func zero(_ type: FieldType) -> JSONValue {
        switch type {
        case .string, .bytes: ""
        case .quantity: "0"
        case .intOrString, .int32, .int64, .double: 0
        case .bool: false
        case .type: [:]
        case .time, .microTime, .any, .array, .map: .null
        }
    }

    /// The first value that does not fit.
    static func fault(
        in value: JSONValue,
        _ type: FieldType,
        in owner: String,
        at path: String,
        depth: Int = 0
    ) -> DecodingFault? {
        if case .null = value { return nil }
        guard depth < depthLimit else {
            return DecodingFault(path: path, text: "exceeded max depth", why: "is nested too deep", value: "")
        }
        func other(_ text: String) -> DecodingFault {
            DecodingFault(path: path, text: text, why: text, value: value.string ?? "")
        }
        func mismatch() -> DecodingFault {
            let place = path.isEmpty ? "value" : "struct field \(owner).\(path)"
            let actual = kind(of: value)
            return DecodingFault(
                path: path,
                text: "json: cannot unmarshal \(actual) into Go \(place) of type \(goName(type))",
                why: "\(path) in body must be of type \(apiName(type)): \"\(apiKind(of: value))\"",
                value: apiKind(of: value),
                isTypeFault: true
            )
        }
        switch (type, value) {
        case (.any, _), (.string, .string), (.bool, .bool), (.double, .integer), (.double, .decimal),
            (.int64, .integer), (.intOrString, .string), (.quantity, .integer):
            return nil
        case (.int32, .integer(let number)), (.intOrString, .integer(let number)):
            return Int32(exactly: number) == nil ? mismatch() : nil
        case (.quantity, .string(let text)), (.quantity, .decimal(let text)):
            return Quantity(parsing: text) == nil ? other(Quantity.problem) : nil
        case (.time, .string(let text)), (.microTime, .string(let text)):
            guard RFC3339.seconds(parsing: text) == nil else { return nil }
            return other("parsing time \"\(text)\" as \"2006-01-02T15:04:05Z07:00\": cannot parse")
        case (.bytes, .string(let text)):
            // the text may be a secret
            guard Base64Text.byteCount(text) == nil else { return nil }
            return DecodingFault(path: path, text: "illegal base64 data", why: "must be base64", value: "")
        case (.array(let element), .array(let elements)):
            return elements.lazy.compactMap { fault(in: $0, element, in: owner, at: path, depth: depth + 1) }.first
        case (.map(let element), .object(let members)):
            return members.lazy.compactMap { fault(in: $0.value, element, in: owner, at: path, depth: depth + 1) }.first
        case (.type(let name), .object(let members)):
            guard let schema = SchemaLibrary.builtIn.type(name) else { return nil }
            for member in members {
                guard let field = schema.field(member.name) else { continue }
                let below = join(path, member.name)
                if let found = fault(in: member.value, field.type, in: schema.lastName, at: below, depth: depth + 1) {
                    return found
                }
            }
            return nil
        default: return mismatch()
        }
    }

    /// A kind of value in the words of JSON schemas.
    private static func apiKind(of value: JSONValue) -> String {
        switch value {
        case .bool: "boolean"
        case .integer: "integer"
        case .decimal: "number"
        default: kind(of: value)
        }
    }

    private static func apiName(_ type: FieldType) -> String {
        switch type {
        case .string, .bytes, .time, .microTime, .quantity: "string"
        case .intOrString: "integer,string"
        case .int32, .int64: "integer"
        case .double: "number"
        case .bool: "boolean"
        case .array: "array"
        case .any, .map, .type: "object"
        }
    }

    private static func kind(of value: JSONValue) -> String {
        switch value {
        case .null: "null"
        case .bool: "bool"
        case .integer: "number"
        case .decimal(let text): "number \(text)"
        case .string: "string"
        case .array: "array"
        case .object: "object"
        }
    }

    private static func goName(_ type: FieldType) -> String {
        switch type {
        case .string: "string"
        case .bytes: "[]uint8"
        case .time: "v1.Time"
        case .microTime: "v1.MicroTime"
        case .quantity: "resource.Quantity"
        case .intOrString, .int32: "int32"
        case .int64: "int64"
        case .double: "float64"
        case .bool: "bool"
        case .any: "interface {}"
        case .array(let element): "[]\(goName(element))"
        case .map(let element): "map[string]\(goName(element))"
        case .type(let name): "v1.\(SchemaLibrary.builtIn.type(name)?.lastName ?? name)"
        }
    }
}

extension TypeSchema {
    /// `Pod` of `io.k8s.api.core.v1.Pod`.
    var lastName: String { name.split(separator: ".").last.map(String.init) ?? name }
}
