import Kubernetes

/// The rules of custom objects: those of their schema.
struct CustomResourceRules: ResourceStrategy {
    let schema: StructuralSchema
    let hasStatus: Bool
    /// The schema of the version in which objects are kept, when it is another: only what it has is kept.
    var storage: StructuralSchema?

    var isDecorating: Bool { true }

    func prepareForCreate(_ object: inout JSONValue) {
        if hasStatus { object.set(nil, at: ["status"]) }
        shape(&object)
    }

    func prepareForUpdate(_ object: inout JSONValue, old: JSONValue) {
        if hasStatus { object.set(old["status"], at: ["status"]) }
        shape(&object)
    }

    func prepareForStatusUpdate(_ object: inout JSONValue, old: JSONValue) {
        var merged = old
        merged.set(object["status"], at: ["status"])
        merged.set(object["metadata"]?["resourceVersion"], at: ["metadata", "resourceVersion"])
        object = merged
        shape(&object)
    }

    private func shape(_ object: inout JSONValue) {
        storage?.prune(&object, isRoot: true)
        schema.prune(&object, isRoot: true)
        schema.applyDefaults(to: &object)
    }

    func validate(_ object: JSONValue, old: JSONValue?) -> [Status.Cause] { schema.problems(in: object) }

    /// An object that was stored by another schema is shown by this one: its members, its defaults.
    func decorate(_ object: inout JSONValue, _ environment: DecorationEnvironment) { shape(&object) }
}
