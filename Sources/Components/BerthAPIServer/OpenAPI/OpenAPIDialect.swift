import Kubernetes

/// The two versions of OpenAPI that clients read; one source makes both.
enum OpenAPIDialect: Sendable, Hashable {
    /// Swagger 2.0 at `/openapi/v2`: what clients before 1.24 know.
    case v2
    /// OpenAPI 3.0 below `/openapi/v3`.
    case v3

    /// A reference to a type; in v3 in `allOf`, so that a description may stand beside it.
    func reference(_ name: String) -> JSONValue {
        switch self {
        case .v2: ["$ref": .string("#/definitions/\(name)")]
        case .v3: ["allOf": [["$ref": .string("#/components/schemas/\(name)")]]]
        }
    }

    /// The types of scalars with a name of their own; v2 has no alternatives, its clients let any value be a text.
    var scalars: [(String, JSONValue)] {
        let quantity = "An amount with an optional unit: 100m is a tenth, 1Gi is 1024 to the third power."
        let intOrString = "A whole number or a text, such as a percentage or a name."
        var types: [(String, JSONValue)] = [
            (
                TypeSchema.timeName,
                ["type": "string", "format": "date-time", "description": "A time in RFC 3339, to the second."]
            ),
            (
                TypeSchema.microTimeName,
                ["type": "string", "format": "date-time", "description": "A time in RFC 3339, to the microsecond."]
            ),
        ]
        switch self {
        case .v2:
            types.append((TypeSchema.quantityName, ["type": "string", "description": .string(quantity)]))
            types.append(
                (
                    TypeSchema.intOrStringName,
                    ["type": "string", "format": "int-or-string", "description": .string(intOrString)]
                )
            )
        case .v3:
            types.append(
                (
                    TypeSchema.quantityName,
                    ["oneOf": [["type": "string"], ["type": "number"]], "description": .string(quantity)]
                )
            )
            types.append(
                (
                    TypeSchema.intOrStringName,
                    [
                        "oneOf": [["type": "integer"], ["type": "string"]], "format": "int-or-string",
                        "description": .string(intOrString),
                    ]
                )
            )
        }
        return types
    }
}
