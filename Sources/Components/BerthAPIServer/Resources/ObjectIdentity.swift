import Kubernetes

/// What an object says it is, against where it was sent (reliability A4).
enum ObjectIdentity {
    /// Fills in kind, apiVersion and namespace where they are absent.
    ///
    /// - Throws: `Status` 400 where they contradict the resource or the namespace of the request.
    static func place(_ object: inout JSONValue, _ kind: ResourceKind, namespace: String) throws(Status) {
        guard object.object != nil else { throw .badRequest("the body is no object") }
        guard object["metadata"] == nil || object["metadata"]?.isNull == true || object["metadata"]?.object != nil
        else {
            throw .badRequest("metadata is no object")
        }
        if object["metadata"]?.object == nil { object.set([:], at: ["metadata"]) }
        let expected = kind.gvk
        if let given = object["kind"], given != .string(expected.kind), given != "" {
            throw .badRequest(
                "\(given.string ?? "an object") in version \"\(object.apiVersion)\" cannot be handled as a \(expected.kind)"
            )
        }
        if let given = object["apiVersion"], given != .string(expected.apiVersion), given != "" {
            throw .badRequest(
                "the API version in the data (\(given.string ?? "")) does not match the expected API version "
                    + "(\(expected.apiVersion))"
            )
        }
        object.set(.string(expected.kind), at: ["kind"])
        object.set(.string(expected.apiVersion), at: ["apiVersion"])
        guard kind.isNamespaced else {
            // A namespace on what has none is dropped, as the original does.
            object.set(nil, at: ["metadata", "namespace"])
            return
        }
        if namespace.isEmpty, object.namespace.isEmpty {
            throw .badRequest("an empty namespace may not be set during creation")
        }
        guard namespace.isEmpty || object.namespace.isEmpty || object.namespace == namespace else {
            throw .badRequest("the namespace of the provided object does not match the namespace sent on the request")
        }
        if object.namespace.isEmpty { object.set(.string(namespace), at: ["metadata", "namespace"]) }
    }

    /// A custom object says what it is, since nothing else tells its type.
    ///
    /// - Throws: `Status` 400 when it says nothing, 422 when it is of another kind of the same group and version.
    static func requireKind(of object: JSONValue, _ kind: ResourceKind) throws(Status) {
        guard object.object != nil else { return }
        for member in ["kind", "apiVersion"] where (object[member].map(\.isNull) ?? true) || object[member] == "" {
            throw .badRequest(
                "\(kind.gvk.kind) in version \"\(kind.gvk.version)\" cannot be handled as a \(kind.gvk.kind): Object "
                    + "'\(member == "kind" ? "Kind" : "apiVersion")' is missing in the body"
            )
        }
        guard object.apiVersion.hasSameBytes(as: kind.gvk.apiVersion), let given = object["kind"]?.string,
            !given.hasSameBytes(as: kind.gvk.kind)
        else { return }
        throw .invalid(
            GroupVersionKind(group: kind.gvk.group, version: kind.gvk.version, kind: given),
            name: object.name,
            [.invalid("kind", given, "must be \(kind.gvk.kind)")]
        )
    }

    /// The answer to a body that does not name its object, which is known by the path.
    static func undeterminable(_ name: String) -> Status {
        .badRequest("the name of the object (\(name) based on URL) was undeterminable: name must be provided")
    }

    /// Refuses a body whose name is not that of the path; an absent name is filled in.
    static func requireName(_ object: inout JSONValue, _ name: String) throws(Status) {
        if object.name.isEmpty { object.set(.string(name), at: ["metadata", "name"]) }
        guard object.name.utf8.elementsEqual(name.utf8) else {
            throw .badRequest(
                "the name of the object (\(object.name)) does not match the name on the URL (\(name))"
            )
        }
    }

    /// Takes out of the metadata what says nothing: empty maps and lists.
    static func dropEmptyMetadata(_ object: inout JSONValue) {
        for name in ["labels", "annotations", "ownerReferences", "finalizers"] {
            guard let value = object["metadata"]?[name] else { continue }
            let isEmpty = value.isNull || value.object?.isEmpty ?? value.array?.isEmpty ?? false
            if isEmpty { object.set(nil, at: ["metadata", name]) }
        }
    }

    /// kind, apiVersion, metadata first, then the others as they came.
    static func orderMembers(_ object: inout JSONValue) {
        guard let members = object.object else { return }
        let first = ["kind", "apiVersion", "metadata"]
        object = .object(
            JSONObject(
                first.compactMap { name in members[name].map { (name, $0) } }
                    + members.filter { !first.contains($0.name) }.map { ($0.name, $0.value) }
            )
        )
    }
}
