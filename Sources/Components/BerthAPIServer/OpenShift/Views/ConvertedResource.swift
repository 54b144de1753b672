import Kubernetes

/// A resource whose objects are those of another resource, converted and selected.
///
/// Writes pass the other resource's admission, so that a right that is refused there is refused here.
struct ConvertedResource<Conversion: ObjectConversion>: ResourceBackend {
    let conversion: Conversion
    let directory: BackendDirectory

    init(_ conversion: Conversion, _ directory: BackendDirectory) {
        (self.conversion, self.directory) = (conversion, directory)
    }

    private func stored(_ request: ResourceRequest) throws -> (backend: any ResourceBackend, request: ResourceRequest) {
        try directory.backend(of: conversion.storedResource, for: request)
    }

    func get(_ name: String, _ request: ResourceRequest) async throws -> JSONValue {
        let stored = try stored(request)
        let object = try await stored.backend.get(name, stored.request)
        guard await conversion.selection(for: request)(object) else { throw missing(name, request) }
        return conversion.view(of: object)
    }

    func list(_ options: ListOptions, _ request: ResourceRequest) async throws -> ObjectList {
        let stored = try stored(request)
        let isSelected = await conversion.selection(for: request)
        var list = try await stored.backend.list(conversion.options(options), stored.request)
        let count = list.items.count
        var items: [JSONValue] = []
        for object in list.items where await isSelected(object) { items.append(conversion.view(of: object)) }
        list.items = items
        if items.count != count { list.remaining = nil }
        return list
    }

    func create(_ object: JSONValue, _ request: ResourceRequest) async throws -> JSONValue {
        let stored = try stored(request)
        let created = try await stored.backend.create(conversion.stored(of: object, old: nil), stored.request)
        return conversion.view(of: created)
    }

    func update(
        _ name: String,
        subresource: String?,
        _ request: ResourceRequest,
        change: @escaping @Sendable (_ current: JSONValue?) async throws -> JSONValue
    ) async throws -> (object: JSONValue, isNew: Bool) {
        let stored = try stored(request)
        let isSelected = await conversion.selection(for: request)
        let missing = missing(name, request)
        let outcome = try await stored.backend.update(name, subresource: subresource, stored.request) {
            [conversion] current in
            if let current, await !isSelected(current) { throw missing }
            let view = try await change(current.map { conversion.view(of: $0) })
            return try conversion.stored(of: view, old: current)
        }
        return (conversion.view(of: outcome.object), outcome.isNew)
    }

    func delete(
        _ name: String,
        _ options: DeleteOptions,
        _ request: ResourceRequest
    ) async throws -> DeletionOutcome {
        let stored = try stored(request)
        let isSelected = await conversion.selection(for: request)
        guard try await isSelected(stored.backend.get(name, stored.request)) else { throw missing(name, request) }
        switch try await stored.backend.delete(name, options, stored.request) {
        case .deleted(let object): return .deleted(conversion.view(of: object))
        case .pending(let object): return .pending(conversion.view(of: object))
        }
    }

    func watch(
        _ options: ListOptions,
        sendsInitialEvents: Bool,
        _ request: ResourceRequest
    ) async throws -> any AsyncSequence<ObjectEvent, any Error> & Sendable {
        let stored = try stored(request)
        let isSelected = await conversion.selection(for: request)
        let options = conversion.options(options)
        var known: Set<String> = []
        if !sendsInitialEvents, !["", "0"].contains(options.resourceVersion ?? "") {
            // What the caller saw in its list; so that an object that goes out of sight is told as deleted.
            var all = ListOptions()
            (all.labels, all.fields) = (options.labels, options.fields)
            for object in try await stored.backend.list(all, stored.request).items where await isSelected(object) {
                known.insert("\(object.namespace)/\(object.name)")
            }
        }
        let events = try await stored.backend.watch(options, sendsInitialEvents: sendsInitialEvents, stored.request)
        // Rights come and go while a watch runs: each event is judged by those of its moment (reliability A9).
        return converted(events, known: known) { [conversion] object in
            await conversion.selection(for: request)(object)
        }
    }

    private func converted(
        _ events: some AsyncSequence<ObjectEvent, any Error> & Sendable,
        known: Set<String>,
        _ isSelected: @escaping @Sendable (JSONValue) async -> Bool
    ) -> any AsyncSequence<ObjectEvent, any Error> & Sendable {
        ConvertedEvents(events, state: known) { [conversion] event, known in
            switch event {
            case .added(let object), .modified(let object):
                let key = "\(object.namespace)/\(object.name)"
                if await isSelected(object) {
                    let isNew = known.insert(key).inserted
                    return isNew ? .added(conversion.view(of: object)) : .modified(conversion.view(of: object))
                }
                return known.remove(key) == nil ? nil : .deleted(conversion.view(of: object))
            case .deleted(let object):
                let wasKnown = known.remove("\(object.namespace)/\(object.name)") != nil
                return wasKnown ? .deleted(conversion.view(of: object)) : nil
            case .bookmark:
                return event
            }
        }
    }

    private func missing(_ name: String, _ request: ResourceRequest) -> Status {
        .notFound(request.kind.groupResource, name: name)
    }
}
