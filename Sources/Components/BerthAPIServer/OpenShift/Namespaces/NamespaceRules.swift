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
        func cause(_ why: String) -> Status.Cause {
            Status.Cause(
                reason: "FieldValueInvalid",
                message: "Invalid value: \"\(name)\": \(why)",
                field: "metadata.name"
            )
        }
        guard name.utf8.count <= 63 else { return [cause("must be no more than 63 characters")] }
        func isAlphanumeric(_ byte: UInt8) -> Bool {
            (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
                || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
        }
        let dash = UInt8(ascii: "-")
        let isLabel =
            name.utf8.allSatisfy { isAlphanumeric($0) || $0 == dash } && name.utf8.first != dash
            && name.utf8.last != dash && !name.isEmpty
        let rule =
            "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start"
            + " and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is"
            + " '[a-z0-9]([-a-z0-9]*[a-z0-9])?')"
        return isLabel ? [] : [cause(rule)]
    }
}
