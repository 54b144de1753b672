import Kubernetes

/// `meta/v1 DeleteOptions`, from the body or the query.
package struct DeleteOptions: Sendable, Hashable {
    package enum Propagation: String, Sendable {
        case orphan = "Orphan", background = "Background", foreground = "Foreground"
    }

    package var isDryRun = false
    /// What becomes of dependents; nil leaves it to the object's finalizers, and then to `usualPropagation`.
    package var propagation: Propagation?
    /// What its kind does when a client does not say; nil is background.
    var usualPropagation: Propagation?
    /// Preconditions; a mismatch is a conflict.
    package var uid: String?
    package var resourceVersion: String?
    package var gracePeriodSeconds: Int64?

    package init() {}

    static let orphanFinalizer = "orphan"
    static let foregroundFinalizer = "foregroundDeletion"
    /// Those of the garbage collector.
    static let finalizers = [orphanFinalizer, foregroundFinalizer]

    /// What becomes of the dependents of `object`; nil for what its finalizers say.
    func propagation(for object: JSONValue) -> Propagation? {
        if let propagation { return propagation }
        return object.finalizers.contains(where: Self.finalizers.contains) ? nil : usualPropagation
    }
}
