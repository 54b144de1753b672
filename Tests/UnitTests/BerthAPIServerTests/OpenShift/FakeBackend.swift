import Kubernetes

@testable import BerthAPIServer

/// A backend of stored objects, over ``FakeObjects``.
struct FakeBackend: ResourceBackend {
    let resource: GroupResource
    let objects: FakeObjects

    func get(_ name: String, _ request: ResourceRequest) async throws -> JSONValue {
        guard let object = try await objects.get(resource, namespace: request.namespace, name: name) else {
            throw Status.notFound(resource, name: name)
        }
        return object
    }

    func list(_ options: ListOptions, _ request: ResourceRequest) async throws -> ObjectList {
        let namespace = request.namespace.isEmpty ? nil : request.namespace
        return ObjectList(items: try await objects.list(resource, namespace: namespace), resourceVersion: "1")
    }

    func create(_ object: JSONValue, _ request: ResourceRequest) async throws -> JSONValue {
        var object = object
        if !request.namespace.isEmpty { object.set(.string(request.namespace), at: ["metadata", "namespace"]) }
        return try await objects.create(resource, object)
    }

    func update(
        _ name: String,
        subresource: String?,
        _ request: ResourceRequest,
        change: @escaping @Sendable (_ current: JSONValue?) async throws -> JSONValue
    ) async throws -> (object: JSONValue, isNew: Bool) {
        let new = try await change(get(name, request))
        let object = try await objects.update(
            resource,
            namespace: request.namespace,
            name: name,
            subresource: subresource
        ) { _ in new }
        guard let object else { throw Status.notFound(resource, name: name) }
        return (object, false)
    }

    func delete(
        _ name: String,
        _ options: DeleteOptions,
        _ request: ResourceRequest
    ) async throws -> DeletionOutcome {
        let object = try await get(name, request)
        _ = try await objects.delete(resource, namespace: request.namespace, name: name, resourceVersion: nil)
        return .deleted(object)
    }

    func watch(
        _ options: ListOptions,
        sendsInitialEvents: Bool,
        _ request: ResourceRequest
    ) async throws -> any AsyncSequence<ObjectEvent, any Error> & Sendable {
        AsyncThrowingStream<ObjectEvent, any Error> { continuation in
            continuation.finish()
        }
    }
}
