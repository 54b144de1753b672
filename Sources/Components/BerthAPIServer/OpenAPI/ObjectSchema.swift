package import Kubernetes

/// The shape of a kind, in OpenAPI v3 terms.
package struct ObjectSchema: Sendable {
    /// A schema object as `/openapi/v3` shows it, without references.
    package let openAPI: JSONValue

    package init(openAPI: JSONValue) { self.openAPI = openAPI }

    /// Paths of members that the schema does not know, as strict decoding names them: `spec.foo`, `spec.list[0].bar`.
    package func unknownFields(in object: JSONValue) -> [String] { [] }
}
