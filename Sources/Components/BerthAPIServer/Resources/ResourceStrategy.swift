package import Kubernetes

/// The rules of one kind: defaults, what clients may not write, and validation.
///
/// Pure.
package protocol ResourceStrategy: Sendable {
    /// Defaults, and dropping what a client may not set (status). Name, uid and times are the machinery's.
    func prepareForCreate(_ object: inout JSONValue)
    /// The same for an update of the main resource: keeps the old status where `/status` exists.
    func prepareForUpdate(_ object: inout JSONValue, old: JSONValue)
    /// The same for an update of `/status`: keeps everything but the status.
    func prepareForStatusUpdate(_ object: inout JSONValue, old: JSONValue)
    /// Whether a deleted object stays, with a deletionTimestamp: by its finalizers, a namespace's also in its spec.
    func keepsDeleted(_ object: JSONValue) -> Bool
    /// What else changes when a deletion begins and the object stays: a namespace's phase.
    func prepareForDeletion(_ object: inout JSONValue)
    /// What becomes of dependents when a client that deletes does not say: of jobs they stay; nil is background.
    var usualPropagation: DeleteOptions.Propagation? { get }
    /// What is wrong; empty when valid. `old` is nil for a create.
    func validate(_ object: JSONValue, old: JSONValue?) -> [Status.Cause]
    /// What to tell about a legal but doubtful object.
    func warnings(_ object: JSONValue, old: JSONValue?) -> [String]
    /// Computed members that are not stored but shown, such as a repository of an image stream.
    func decorate(_ object: inout JSONValue, _ environment: DecorationEnvironment)
    /// Whether `decorate` does anything: what is not decorated is sent as it is stored, without being parsed.
    var isDecorating: Bool { get }
    /// Names: `dns1123Subdomain`, `dns1123Label`, `pathSegment` (roles, users: anything but `/`, `%`, `.`, `..`).
    var nameRule: NameRule { get }
    /// Whether a PUT to an absent name creates it (leases, endpoints, image stream tags, …).
    var allowsCreateOnUpdate: Bool { get }
    /// Derives an empty name from the object (identities: `provider:user`); nil for none.
    func derivedName(_ object: JSONValue) -> String?
}

extension ResourceStrategy {
    package func prepareForCreate(_ object: inout JSONValue) {}
    package func prepareForUpdate(_ object: inout JSONValue, old: JSONValue) {}
    package func prepareForStatusUpdate(_ object: inout JSONValue, old: JSONValue) {
        var merged = old
        merged.set(object["status"], at: ["status"])
        merged.set(object["metadata"]?["resourceVersion"], at: ["metadata", "resourceVersion"])
        object = merged
    }
    package func keepsDeleted(_ object: JSONValue) -> Bool { !object.finalizers.isEmpty }
    package func prepareForDeletion(_ object: inout JSONValue) {}
    package var usualPropagation: DeleteOptions.Propagation? { nil }
    package func validate(_ object: JSONValue, old: JSONValue?) -> [Status.Cause] { [] }
    package func warnings(_ object: JSONValue, old: JSONValue?) -> [String] { [] }
    package func decorate(_ object: inout JSONValue, _ environment: DecorationEnvironment) {}
    package var isDecorating: Bool { false }
    package var nameRule: NameRule { .dns1123Subdomain }
    package var allowsCreateOnUpdate: Bool { false }
    package func derivedName(_ object: JSONValue) -> String? { nil }
}

/// No rules but those of every object.
package struct PlainStrategy: ResourceStrategy {
    package init() {}
}

/// What computed members are made from.
package struct DecorationEnvironment: Sendable {
    /// `image-registry.openshift-image-registry.svc:5000`; empty when there is no registry.
    package var internalRegistryHostname = ""
    /// The first of `images.config.openshift.io/cluster` `status.externalRegistryHostnames`; empty when none.
    package var externalRegistryHostname = ""

    package init() {}
}
