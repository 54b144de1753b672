import Kubernetes

/// A value that does not fit its field.
struct DecodingFault: Sendable, Hashable {
    /// `spec.replicas`.
    let path: String
    /// In the words of the decoder of built-in kinds.
    let text: String
    /// In the words of schema validation.
    let why: String
    let value: String
    var isTypeFault = false

    var cause: Status.Cause {
        Status.Cause(
            reason: isTypeFault ? "FieldValueTypeInvalid" : "FieldValueInvalid",
            message: "Invalid value: \"\(value)\": \(why)",
            field: path
        )
    }
}
