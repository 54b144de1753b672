import Kubernetes

/// The rules of namespaces: what keeps a deleted one lies in its spec.
struct NamespaceRules: ResourceStrategy {
    static let finalizer = "kubernetes"

    var nameRule: NameRule { .dns1123Label }

    func prepareForCreate(_ object: inout JSONValue) {
        var finalizers = object[path: "spec", "finalizers"]?.strings ?? []
        if !finalizers.contains(Self.finalizer) { finalizers.append(Self.finalizer) }
        object.set(JSONValue(strings: finalizers), at: ["spec", "finalizers"])
        object.set(["phase": "Active"], at: ["status"])
    }

    func prepareForUpdate(_ object: inout JSONValue, old: JSONValue) {
        object.set(old["spec"], at: ["spec"])
        object.set(old["status"], at: ["status"])
    }

    func prepareForStatusUpdate(_ object: inout JSONValue, old: JSONValue) {
        var merged = old
        var status = object["status"] ?? [:]
        status.set(old.deletionTimestamp == nil ? "Active" : "Terminating", at: ["phase"])
        merged.set(status, at: ["status"])
        merged.set(object["metadata"]?["resourceVersion"], at: ["metadata", "resourceVersion"])
        object = merged
    }

    func keepsDeleted(_ object: JSONValue) -> Bool {
        !object.finalizers.isEmpty || !(object[path: "spec", "finalizers"]?.strings ?? []).isEmpty
    }

    func prepareForDeletion(_ object: inout JSONValue) { object.set("Terminating", at: ["status", "phase"]) }

    func validate(_ object: JSONValue, old: JSONValue?) -> [Status.Cause] {
        let finalizers = object[path: "spec", "finalizers"]?.strings ?? []
        return finalizers.enumerated().compactMap { index, finalizer in
            finalizer == Self.finalizer || finalizer.contains("/")
                ? nil
                : Status.Cause(
                    reason: "FieldValueInvalid",
                    message: "Invalid value: \"\(finalizer)\": name is neither a standard finalizer name nor is it"
                        + " fully qualified",
                    field: "spec.finalizers[\(index)]"
                )
        }
    }

    /// What is wrong with a namespace's name, as `metadata.name` of any object that becomes one.
    static func nameProblems(_ name: String) -> [Status.Cause] {
        NameFormat.labelProblems(name).map { .invalid("metadata.name", name, $0) }
    }
}
