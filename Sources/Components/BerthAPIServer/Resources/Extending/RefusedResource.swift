import Kubernetes

/// A resource that extends a server in a way this one cannot: what is there may be read, nothing can be added.
///
/// Objects that would be kept but not acted upon are worse than a clear refusal.
struct RefusedResource: ResourceBackend {
    /// What is there, with the version of the whole.
    let contents: @Sendable () -> ObjectList
    /// Why nothing can be added, for who tries.
    let reason: String

    func get(_ name: String, _ request: ResourceRequest) async throws -> JSONValue {
        guard let object = contents().items.first(where: { $0.name.utf8.elementsEqual(name.utf8) }) else {
            throw Status.notFound(request.kind.groupResource, name: name)
        }
        return object
    }

    func list(_ options: ListOptions, _ request: ResourceRequest) async throws -> ObjectList {
        let selection = Selection(options, request.kind)
        try selection.validate()
        var list = contents()
        list.items = list.items.filter(selection.matches)
        return list
    }

    func create(_ object: JSONValue, _ request: ResourceRequest) async throws -> JSONValue {
        throw Status.forbidden(request.kind.groupResource, name: object.name, reason)
    }

    func update(
        _ name: String,
        subresource: String?,
        _ request: ResourceRequest,
        change: @escaping @Sendable (_ current: JSONValue?) async throws -> JSONValue
    ) async throws -> (object: JSONValue, isNew: Bool) {
        _ = try await get(name, request)
        throw Status.forbidden(request.kind.groupResource, name: name, reason)
    }

    func delete(
        _ name: String,
        _ options: DeleteOptions,
        _ request: ResourceRequest
    ) async throws -> DeletionOutcome {
        _ = try await get(name, request)
        throw Status.forbidden(request.kind.groupResource, name: name, reason)
    }

    /// What is there if that is asked for; then nothing until the watch is over.
    func watch(
        _ options: ListOptions,
        sendsInitialEvents: Bool,
        _ request: ResourceRequest
    ) async throws -> any AsyncSequence<ObjectEvent, any Error> & Sendable {
        let list = try await list(options, request)
        let (events, told) = AsyncThrowingStream.makeStream(of: ObjectEvent.self)
        if sendsInitialEvents {
            for object in list.items { told.yield(.added(object)) }
            told.yield(.bookmark(resourceVersion: list.resourceVersion, endsInitialEvents: true))
        }
        return events
    }
}
