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

    /// The first value that does not fit.
    static func problem(
        in value: JSONValue,
        _ type: FieldType,
        in owner: String,
        at path: String,
        depth: Int = 0
    ) -> String? {
        if case .null = value { return nil }
        guard depth < depthLimit else { return "exceeded max depth" }
        func mismatch() -> String {
            let place = path.isEmpty ? "value" : "struct field \(owner).\(path)"
            return "json: cannot unmarshal \(kind(of: value)) into Go \(place) of type \(goName(type))"
        }
        switch (type, value) {
        case (.any, _), (.string, .string), (.bool, .bool), (.double, .integer), (.double, .decimal),
            (.int64, .integer), (.intOrString, .string):
            return nil
        case (.int32, .integer(let number)), (.intOrString, .integer(let number)):
            return Int32(exactly: number) == nil ? mismatch() : nil
        case (.quantity, .string(let text)), (.quantity, .decimal(let text)):
            return Quantity(parsing: text) == nil ? Quantity.problem : nil
        case (.quantity, .integer): return nil
        case (.time, .string(let text)), (.microTime, .string(let text)):
            return RFC3339.seconds(parsing: text) == nil
                ? "parsing time \"\(text)\" as \"2006-01-02T15:04:05Z07:00\": cannot parse" : nil
        case (.bytes, .string(let text)):
            return Base64Text.byteCount(text) == nil ? "illegal base64 data" : nil
        case (.array(let element), .array(let elements)):
            for element_ in elements {
                if let problem = problem(in: element_, element, in: owner, at: path, depth: depth + 1) {
                    return problem
                }
            }
            return nil
        case (.map(let element), .object(let members)):
            for member in members {
                if let problem = problem(in: member.value, element, in: owner, at: path, depth: depth + 1) {
                    return problem
                }
            }
            return nil
        case (.type(let name), .object(let members)):
            guard let schema = SchemaLibrary.builtIn.type(name) else { return nil }
            for member in members {
                guard let field = schema.field(member.name) else { continue }
                let below = join(path, member.name)
                if let problem = problem(in: member.value, field.type, in: schema.lastName, at: below, depth: depth + 1)
                {
                    return problem
                }
            }
            return nil
        default: return mismatch()
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
