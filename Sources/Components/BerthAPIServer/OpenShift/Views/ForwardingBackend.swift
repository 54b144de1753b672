import Kubernetes

/// A backend that is another one but for what it implements itself.
protocol ForwardingBackend: ResourceBackend {
    var inner: any ResourceBackend { get }
}

extension ForwardingBackend {
    var keepsOwners: Bool { inner.keepsOwners }

    func get(_ name: String, _ request: ResourceRequest) async throws -> JSONValue {
        try await inner.get(name, request)
    }

    func list(_ options: ListOptions, _ request: ResourceRequest) async throws -> ObjectList {
        try await inner.list(options, request)
    }

    func create(_ object: JSONValue, _ request: ResourceRequest) async throws -> JSONValue {
        try await inner.create(object, request)
    }

    func update(
        _ name: String,
        subresource: String?,
        _ request: ResourceRequest,
        change: @escaping @Sendable (_ current: JSONValue?) async throws -> JSONValue
    ) async throws -> (object: JSONValue, isNew: Bool) {
        try await inner.update(name, subresource: subresource, request, change: change)
    }

    func delete(
        _ name: String,
        _ options: DeleteOptions,
        _ request: ResourceRequest
    ) async throws -> DeletionOutcome {
        try await inner.delete(name, options, request)
    }

    func watch(
        _ options: ListOptions,
        sendsInitialEvents: Bool,
        _ request: ResourceRequest
    ) async throws -> any AsyncSequence<ObjectEvent, any Error> & Sendable {
        try await inner.watch(options, sendsInitialEvents: sendsInitialEvents, request)
    }
}
