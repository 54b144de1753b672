import Kubernetes
import NIOCore

/// The body of an apply: the fields its manager has an opinion on, checked.
struct ApplyConfiguration: Sendable {
    static let mediaType = "application/apply-patch+yaml"

    /// As it is merged, without what the server keeps.
    let object: JSONValue
    /// The resourceVersion and uid that the live object must have; empty for any.
    let resourceVersion: String
    let uid: String

    /// Reads and judges a body.
    ///
    /// - Throws: `Status` 400.
    init(_ content: RequestContent, _ call: ResourceCall, subresource: String?) throws(Status) {
        let (value, duplicates) = try Self.parse(content)
        guard value.object != nil else { throw .badRequest("error decoding YAML: the body is no object") }
        guard value["metadata"]?["managedFields"]?.isNull ?? true else {
            throw .badRequest("metadata.managedFields must be nil")
        }
        let kind = call.kind
        guard value.apiVersion.hasSameBytes(as: kind.gvk.apiVersion) else {
            throw .badRequest(
                "Incorrect version specified in apply patch. Specified patch version: \(value.apiVersion), "
                    + "expected: \(kind.gvk.apiVersion)"
            )
        }
        guard value.kind.hasSameBytes(as: kind.gvk.kind) else {
            throw .badRequest(
                "\(value.kind.isEmpty ? "an object" : value.kind) in version \"\(value.apiVersion)\" cannot be handled "
                    + "as a \(kind.gvk.kind)"
            )
        }
        var object = value
        try FieldValidation.identify(&object, call)
        try ObjectIdentity.requireName(&object, call.info.name)
        try FieldValidation.checkDuplicates(duplicates, call)
        (resourceVersion, uid) = (object.resourceVersion, object.uid)
        let place = "\(object.namespace)/\(object.name); \(kind.gvk.apiVersion), Kind=\(kind.gvk.kind)"
        for name in Self.kept { object.set(nil, at: ["metadata", name]) }
        let unknown = (kind.schema?.unknownFields(in: object) ?? []).map { ".\($0): field not declared in schema" }
        Self.select(&object, kind, subresource: subresource)
        let faults = unknown + FieldFaults.of(object, kind.fieldShape)
        guard faults.isEmpty else {
            let text = faults.count == 1 ? faults[0] : "errors:\n  " + faults.joined(separator: "\n  ")
            throw .badRequest("failed to create typed patch object (\(place)): \(text)")
        }
        self.object = object
    }

    /// Holds the live object to what the body names.
    ///
    /// - Throws: `Status` 409 for another resourceVersion or uid.
    func require(_ current: JSONValue, _ resource: GroupResource) throws(Status) {
        guard resourceVersion.isEmpty || resourceVersion == current.resourceVersion else {
            throw .conflict(resource, name: current.name)
        }
        guard uid.isEmpty || uid == current.uid else {
            throw .conflict(
                resource,
                name: current.name,
                "Precondition failed: UID in precondition: \(uid), UID in object meta: \(current.uid)"
            )
        }
    }

    /// What the server keeps, whatever is written.
    private static let kept = [
        "resourceVersion", "uid", "creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds", "generation",
        "selfLink", "managedFields",
    ]

    /// Leaves of the body what the resource takes: the status only below `/status`, and there nothing else.
    private static func select(_ object: inout JSONValue, _ kind: ResourceKind, subresource: String?) {
        if let subresource {
            var metadata = JSONObject()
            for name in ["name", "namespace"] { metadata[name] = object["metadata"]?[name] }
            var selected = JSONObject()
            for name in ["kind", "apiVersion"] { selected[name] = object[name] }
            selected["metadata"] = .object(metadata)
            selected[subresource] = object[subresource]
            object = .object(selected)
        } else if kind.subresources.contains(where: { $0.name == "status" }) {
            object.set(nil, at: ["status"])
        }
    }

    /// JSON is YAML too; only of JSON it is known which members came twice.
    private static func parse(_ content: RequestContent) throws(Status) -> (JSONValue, [String]) {
        let first = content.bytes.readableBytesView.first { ![0x20, 0x0A, 0x0D, 0x09].contains($0) }
        if first == UInt8(ascii: "{") {
            var duplicates: [String] = []
            if let value = try? JSONValue.parse(content.bytes, duplicates: &duplicates) { return (value, duplicates) }
        }
        do {
            return (try JSONValue(yaml: String(buffer: content.bytes)), [])
        } catch {
            throw .badRequest("error decoding YAML: \(error)")
        }
    }
}
