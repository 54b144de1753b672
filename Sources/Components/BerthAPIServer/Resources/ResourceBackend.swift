package import Kubernetes

/// What stands behind a resource: the store (``StoredResource``), or a view computed from other objects.
///
/// The machinery above does tables, patches, field validation and the wire; rights are checked before. Whatever a
/// resource does not support answers 405 by the default implementations. Errors are `Status` or `StoreError`.
package protocol ResourceBackend: Sendable {
    func get(_ name: String, _ request: ResourceRequest) async throws -> JSONValue
    func list(_ options: ListOptions, _ request: ResourceRequest) async throws -> ObjectList
    /// Answers with the object as committed; with `options.isDryRun` as it would be.
    func create(_ object: JSONValue, _ request: ResourceRequest) async throws -> JSONValue
    /// Replaces what `change` makes of the current object.
    ///
    /// `change` may run several times when the object moves under it and it named no resourceVersion.
    /// - Returns: The object and whether it was created (`PUT` may create for kinds that allow it).
    func update(
        _ name: String,
        subresource: String?,
        _ request: ResourceRequest,
        change: @escaping @Sendable (_ current: JSONValue?) async throws -> JSONValue
    ) async throws -> (object: JSONValue, isNew: Bool)
    /// Answers with the object when finalizers keep it, else with nil (a `Status` Success is sent).
    func delete(_ name: String, _ options: DeleteOptions, _ request: ResourceRequest) async throws -> DeletionOutcome
    /// Events after `options.resourceVersion`; from the start for nil, `""` and `0`.
    ///
    /// `sendsInitialEvents` asks for ADDED of what is there, then a bookmark that ends them.
    func watch(
        _ options: ListOptions,
        sendsInitialEvents: Bool,
        _ request: ResourceRequest
    ) async throws -> any AsyncSequence<ObjectEvent, any Error> & Sendable
    /// Whether its objects keep their managedFields, so that server-side apply can be done to them.
    var keepsOwners: Bool { get }
}

/// How a deletion went.
package enum DeletionOutcome: Sendable {
    /// Gone; its last state.
    case deleted(JSONValue)
    /// Kept by finalizers; its present state, with a deletionTimestamp.
    case pending(JSONValue)
}

extension ResourceBackend {
    package var keepsOwners: Bool { false }
    package func get(_ name: String, _ request: ResourceRequest) async throws -> JSONValue {
        throw Status.methodNotAllowed
    }
    package func list(_ options: ListOptions, _ request: ResourceRequest) async throws -> ObjectList {
        throw Status.methodNotAllowed
    }
    package func create(_ object: JSONValue, _ request: ResourceRequest) async throws -> JSONValue {
        throw Status.methodNotAllowed
    }
    package func update(
        _ name: String,
        subresource: String?,
        _ request: ResourceRequest,
        change: @escaping @Sendable (_ current: JSONValue?) async throws -> JSONValue
    ) async throws -> (object: JSONValue, isNew: Bool) {
        throw Status.methodNotAllowed
    }
    package func delete(
        _ name: String,
        _ options: DeleteOptions,
        _ request: ResourceRequest
    ) async throws -> DeletionOutcome {
        throw Status.methodNotAllowed
    }
    package func watch(
        _ options: ListOptions,
        sendsInitialEvents: Bool,
        _ request: ResourceRequest
    ) async throws -> any AsyncSequence<ObjectEvent, any Error> & Sendable {
        throw Status.methodNotAllowed
    }
}
