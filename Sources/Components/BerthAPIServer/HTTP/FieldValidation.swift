import Kubernetes

/// What to do about fields that a kind does not have or that came twice.
///
/// https://kubernetes.io/docs/reference/using-api/api-concepts/#field-validation
enum FieldValidation {
    /// Refuses, warns or ignores, as the client asked.
    ///
    /// - Throws: `Status` 400 when strict.
    static func check(_ object: JSONValue, duplicates: [String], _ call: ResourceCall) throws(Status) {
        let texts = faults(object, duplicates: duplicates, call)
        guard !texts.isEmpty else { return }
        guard call.request.options.fieldValidation == .strict else {
            for text in texts { call.request.warnings.add(text) }
            return
        }
        throw .badRequest(
            "\(call.kind.gvk.kind) in version \"\(call.kind.gvk.version)\" cannot be handled as a "
                + "\(call.kind.gvk.kind): strict decoding error: \(texts.joined(separator: ", "))"
        )
    }

    /// The same for what a patch made.
    ///
    /// - Throws: `Status` 422 when strict.
    static func checkPatched(_ object: JSONValue, duplicates: [String], _ call: ResourceCall) throws(Status) {
        let texts = faults(object, duplicates: duplicates, call)
        guard !texts.isEmpty else { return }
        guard call.request.options.fieldValidation == .strict else {
            for text in texts { call.request.warnings.add(text) }
            return
        }
        throw .invalid(
            call.kind.gvk,
            name: call.info.name,
            [
                .init(
                    reason: "FieldValueInvalid",
                    message: "Invalid value: strict decoding error: \(texts.joined(separator: ", "))",
                    field: "patch"
                )
            ]
        )
    }

    /// The same for members that came twice in what is applied.
    ///
    /// - Throws: `Status` 400 when strict.
    static func checkDuplicates(_ duplicates: [String], _ call: ResourceCall) throws(Status) {
        try check([:], duplicates: duplicates, call)
    }

    /// Fills in what a body need not say: its kind and apiVersion are those of the resource.
    ///
    /// - Throws: `Status` 400 when it says something else (also before a virtual backend sees it).
    static func identify(_ object: inout JSONValue, _ call: ResourceCall) throws(Status) {
        if call.kind.isCustom { try ObjectIdentity.requireKind(of: object, call.kind) }
        let namespace = call.kind.isNamespaced ? call.request.namespace : ""
        if call.kind.isNamespaced, namespace.isEmpty {
            throw .badRequest("an empty namespace may not be set during creation")
        }
        try ObjectIdentity.place(&object, call.kind, namespace: namespace)
    }

    /// Reads what is no stored object as its type: a value of a wrong type is refused, members that are null fall away.
    ///
    /// Stored objects pass the same on their way to the store.
    /// - Throws: `Status` 400.
    static func requireTypes(_ object: inout JSONValue, _ call: ResourceCall) throws(Status) {
        guard !(call.backend is StoredResource) else { return }
        try (call.kind.schema ?? ObjectSchema(of: call.kind.gvk))?.normalize(&object, call.kind)
    }

    private static func faults(_ object: JSONValue, duplicates: [String], _ call: ResourceCall) -> [String] {
        guard call.request.options.fieldValidation != .ignore else { return [] }
        let unknown = call.kind.schema?.unknownFields(in: object) ?? []
        return unknown.prefix(64).map { "unknown field \"\($0)\"" }
            + duplicates.prefix(64).map { "duplicate field \"\($0)\"" }
    }
}
