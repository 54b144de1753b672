import Kubernetes

/// The rules of a kind, put together from functions.
struct KindRules: ResourceStrategy {
    var nameRule = NameRule.dns1123Subdomain
    var allowsCreateOnUpdate = false
    /// What becomes of dependents when a client that deletes does not say; nil is background.
    var usualPropagation: DeleteOptions.Propagation?
    /// Whether `/status` exists: then writes of the object itself leave the status alone.
    var hasStatus = false
    /// The status of a new object; nil for none.
    var initialStatus: JSONValue?
    var defaults: @Sendable (inout JSONValue) -> Void = { _ in }
    /// What only a new object gets, after its defaults; its uid is known.
    var additions: @Sendable (inout JSONValue) -> Void = { _ in }
    /// What a change keeps of the old object, before defaults.
    var keeps: @Sendable (inout JSONValue, _ old: JSONValue) -> Void = { _, _ in }
    var problems: @Sendable (JSONValue, _ old: JSONValue?) -> [Status.Cause] = { _, _ in [] }
    var advice: @Sendable (JSONValue) -> [String] = { _ in [] }

    func prepareForCreate(_ object: inout JSONValue) {
        if hasStatus { object.set(initialStatus, at: ["status"]) }
        defaults(&object)
        additions(&object)
    }

    func prepareForUpdate(_ object: inout JSONValue, old: JSONValue) {
        if hasStatus { object.set(old["status"], at: ["status"]) }
        keeps(&object, old)
        defaults(&object)
    }

    /// The old object counts as if it had today's defaults: what may not change is not changed by a newer server.
    ///
    /// What was wrong before by rules that are newer than the object, and was not touched, is no reason to refuse.
    func validate(_ object: JSONValue, old: JSONValue?) -> [Status.Cause] {
        guard var before = old else { return problems(object, nil) }
        defaults(&before)
        let causes = problems(object, before)
        guard !causes.isEmpty else { return [] }
        let standing = Set(problems(before, before))
        return causes.filter { !standing.contains($0) }
    }

    func warnings(_ object: JSONValue, old: JSONValue?) -> [String] { advice(object) }
}
