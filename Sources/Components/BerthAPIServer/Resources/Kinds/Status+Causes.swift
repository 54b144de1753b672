import Kubernetes

/// The kinds of problems a field can have, in the API's words.
extension Status.Cause {
    /// A value that is not one of those there are; `allowed` with their quotes.
    static func notSupported(_ field: String, _ value: String, _ allowed: [String]) -> Status.Cause {
        Status.Cause(
            reason: "FieldValueNotSupported",
            message: "Unsupported value: \"\(value)\": supported values: \(allowed.joined(separator: ", "))",
            field: field
        )
    }

    /// A value that is not one of some words.
    static func notSupported(_ field: String, _ value: String, words: [String]) -> Status.Cause {
        notSupported(field, value, words.sorted().map { "\"\($0)\"" })
    }

    static func duplicate(_ field: String, _ value: String) -> Status.Cause {
        Status.Cause(reason: "FieldValueDuplicate", message: "Duplicate value: \"\(value)\"", field: field)
    }

    static func forbidden(_ field: String, _ why: String) -> Status.Cause {
        Status.Cause(reason: "FieldValueForbidden", message: "Forbidden: \(why)", field: field)
    }

    static func tooLong(_ field: String, limit: Int) -> Status.Cause {
        Status.Cause(
            reason: "FieldValueTooLong",
            message: "Too long: may not be more than \(limit) bytes",
            field: field
        )
    }

    /// A number or a tree that is not allowed, as JSON.
    static func unquoted(_ field: String, _ value: String, _ why: String) -> Status.Cause {
        Status.Cause(reason: "FieldValueInvalid", message: "Invalid value: \(value): \(why)", field: field)
    }

    /// A field that may be written once only.
    static func immutable(_ field: String, _ value: JSONValue?) -> Status.Cause {
        unquoted(field, value?.serialized() ?? "null", "field is immutable")
    }
}
