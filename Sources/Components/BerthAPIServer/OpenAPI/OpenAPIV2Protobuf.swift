import Kubernetes

/// Parts of a v2 document as messages of `openapi.v2` (gnostic's OpenAPIv2.proto), the only form old clients read.
enum OpenAPIV2Protobuf {
    /// `Document` with its paths and definitions, each as ``path(_:_:to:)`` and ``definition(_:_:to:)`` wrote them.
    static func document(title: String, paths: ProtobufWriter, definitions: ProtobufWriter) -> [UInt8] {
        var document = ProtobufWriter()
        document.string(1, "2.0")
        document.message(2) { info in
            info.string(1, title)
            info.string(2, "v1")
        }
        document.message(8) { $0 = paths }
        document.message(9) { $0 = definitions }
        return document.bytes
    }

    /// Appends a path to `Paths`.
    static func path(_ name: String, _ item: JSONValue, to paths: inout ProtobufWriter) {
        paths.message(2) { named in
            named.string(1, name)
            named.message(2) { value in
                for (method, field) in [("get", 2), ("put", 3), ("post", 4), ("delete", 5), ("patch", 8)]
                    as [(_, UInt64)]
                {
                    guard let operation = item[method] else { continue }
                    value.message(field) { write(operation: operation, to: &$0) }
                }
                for parameter in item["parameters"]?.array ?? [] {
                    value.message(9) { write(parameter: parameter, to: &$0) }
                }
            }
        }
    }

    /// Appends a type to `Definitions` (or to the properties of one: the messages are alike).
    static func definition(_ name: String, _ schema: JSONValue, to definitions: inout ProtobufWriter) {
        definitions.message(1) { named in
            named.string(1, name)
            named.message(2) { write(schema: schema, to: &$0) }
        }
    }

    private static func write(operation: JSONValue, to writer: inout ProtobufWriter) {
        for type in operation["produces"]?.strings ?? [] { writer.string(6, type) }
        for type in operation["consumes"]?.strings ?? [] { writer.string(7, type) }
        for parameter in operation["parameters"]?.array ?? [] {
            writer.message(8) { write(parameter: parameter, to: &$0) }
        }
        writer.message(9) { responses in
            for response in operation["responses"]?.object ?? JSONObject() {
                responses.message(1) { named in
                    named.string(1, response.name)
                    named.message(2) { value in
                        value.message(1) { write(response: response.value, to: &$0) }
                    }
                }
            }
        }
        writeExtensions(of: operation, field: 13, to: &writer)
    }

    private static func write(response: JSONValue, to writer: inout ProtobufWriter) {
        writer.string(1, response["description"]?.string ?? "")
        guard let schema = response["schema"] else { return }
        writer.message(2) { item in item.message(1) { write(schema: schema, to: &$0) } }
    }

    /// `ParametersItem`, with the message of the parameter's place in it.
    private static func write(parameter: JSONValue, to writer: inout ProtobufWriter) {
        let name = parameter["name"]?.string ?? ""
        let place = parameter["in"]?.string ?? ""
        let isRequired = parameter["required"] == true
        writer.message(1) { parameterMessage in
            guard place != "body" else {
                parameterMessage.message(1) { body in
                    body.string(2, name)
                    body.string(3, place)
                    if isRequired { body.bool(4, true) }
                    body.message(5) { write(schema: parameter["schema"] ?? [:], to: &$0) }
                }
                return
            }
            parameterMessage.message(2) { other in
                other.message(place == "query" ? 3 : 4) { value in
                    if isRequired { value.bool(1, true) }
                    value.string(2, place)
                    value.string(4, name)
                    value.string(place == "query" ? 6 : 5, parameter["type"]?.string ?? "string")
                }
            }
        }
    }

    private static let textFields: [String: UInt64] = [
        "$ref": 1, "format": 2, "title": 3, "description": 4, "pattern": 13, "discriminator": 26,
    ]
    private static let numberFields: [String: UInt64] = ["multipleOf": 6, "maximum": 7, "minimum": 9]
    private static let countFields: [String: UInt64] = [
        "maxLength": 11, "minLength": 12, "maxItems": 14, "minItems": 15, "maxProperties": 17, "minProperties": 18,
    ]
    private static let flagFields: [String: UInt64] = [
        "exclusiveMaximum": 8, "exclusiveMinimum": 10, "uniqueItems": 16, "readOnly": 27,
    ]

    private static func write(schema: JSONValue, to writer: inout ProtobufWriter) {
        for member in schema.object ?? JSONObject() {
            let value = member.value
            if let field = textFields[member.name], let text = value.string {
                writer.string(field, text)
            } else if let field = numberFields[member.name], let number = Double(value.serialized()) {
                writer.double(field, number)
            } else if let field = countFields[member.name], let count = value.integer {
                writer.integer(field, count)
            } else if let field = flagFields[member.name], let flag = value.bool {
                writer.bool(field, flag)
            } else {
                write(member: member.name, value, to: &writer)
            }
        }
        writeExtensions(of: schema, field: 31, to: &writer)
    }

    private static func write(member name: String, _ value: JSONValue, to writer: inout ProtobufWriter) {
        switch name {
        case "required": for text in value.strings { writer.string(19, text) }
        case "enum": for choice in value.array ?? [] { writer.message(20) { $0.string(2, choice.serialized()) } }
        case "additionalProperties":
            writer.message(21) { item in
                if let isAllowed = value.bool {
                    item.bool(2, isAllowed)
                } else {
                    item.message(1) { write(schema: value, to: &$0) }
                }
            }
        case "type": writer.message(22) { $0.string(1, value.string ?? "") }
        case "items": writer.message(23) { items in items.message(1) { write(schema: value, to: &$0) } }
        case "properties":
            writer.message(25) { properties in
                for property in value.object ?? JSONObject() {
                    definition(property.name, property.value, to: &properties)
                }
            }
        default: return
        }
    }

    /// `x-…` members as `NamedAny`: their values in YAML, of which JSON is a part.
    private static func writeExtensions(of value: JSONValue, field: UInt64, to writer: inout ProtobufWriter) {
        for member in value.object ?? JSONObject() where member.name.hasPrefix("x-") {
            writer.message(field) { named in
                named.string(1, member.name)
                named.message(2) { $0.string(2, member.value.serialized()) }
            }
        }
    }
}
