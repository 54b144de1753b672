import Kubernetes

/// A resource whose objects are those of another resource, converted and selected.
///
/// Writes pass the other resource's admission, so that a right that is refused there is refused here.
struct ConvertedResource<Conversion: ObjectConversion>: FilteredBackend {
    let conversion: Conversion
    let directory: BackendDirectory

    init(_ conversion: Conversion, _ directory: BackendDirectory) {
        (self.conversion, self.directory) = (conversion, directory)
    }

    var keepsOwners: Bool { true }

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
        if conversion.isFiltered, let source = stored.backend as? StoredResource,
            let revision = Int64(list.resourceVersion)
        {
            // a watch that goes on from here tells what is granted after it, and nothing of what was before
            await conversion.settle(through: revision, source)
        }
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

    var isFiltered: Bool { conversion.isFiltered }

    func watch(
        _ options: ListOptions,
        sendsInitialEvents: Bool,
        _ request: ResourceRequest
    ) async throws -> any AsyncSequence<ObjectEvent, any Error> & Sendable {
        guard conversion.isSelective else {
            let stored = try stored(request)
            let events = try await stored.backend.watch(
                conversion.options(options),
                sendsInitialEvents: sendsInitialEvents,
                stored.request
            )
            return filtered(events, by: ConversionOnly(conversion: conversion))
        }
        let watch = try await filteredWatch(options, sendsInitialEvents: sendsInitialEvents, request) { request.user }
        return filtered(watch.events, by: watch.filter)
    }

    private func filtered(
        _ events: some AsyncSequence<ObjectEvent, any Error> & Sendable,
        by filter: any WatchFilter
    ) -> any AsyncSequence<ObjectEvent, any Error> & Sendable {
        ConvertedEvents(events, filter)
    }

    func filteredWatch(
        _ options: ListOptions,
        sendsInitialEvents: Bool,
        _ request: ResourceRequest,
        user: @escaping @Sendable () -> UserInfo
    ) async throws -> (events: any AsyncSequence<ObjectEvent, any Error> & Sendable, filter: any WatchFilter) {
        let stored = try stored(request)
        let options = conversion.options(options)
        var selecting = ListOptions()
        (selecting.labels, selecting.fields) = (options.labels, options.fields)
        let selected = selecting
        let all: @Sendable () async throws -> [JSONValue] = {
            try await stored.backend.list(selected, stored.request).items
        }
        var known: [String: Int64] = [:]
        var sight = conversion.sight(of: user())
        if !sendsInitialEvents, let start = options.resourceVersion.flatMap(Int64.init), start > 0 {
            // What the caller saw in its list; so that an object that goes out of sight is told as deleted. What
            // changed since then is still to come, and counts as new.
            let seen = try await seen(at: start, selected, stored, user(), request)
            sight = seen.sight
            for object in seen.objects {
                let revision = ConversionFilter<Conversion>.revision(of: object)
                known[ConversionFilter<Conversion>.key(of: object)] = Swift.min(revision, start)
            }
        }
        let filter = ConversionFilter(conversion, request, known: known, sight: sight, user: user, all: all)
        let events = try await stored.backend.watch(options, sendsInitialEvents: sendsInitialEvents, stored.request)
        return (events, filter)
    }

    /// What was seen at `revision` by somebody whose rights are the same as then.
    ///
    /// - Throws: `Status` 410 when rights were won or lost since: only a new list tells what came into sight.
    private func seen(
        at revision: Int64,
        _ selected: ListOptions,
        _ stored: (backend: any ResourceBackend, request: ResourceRequest),
        _ user: UserInfo,
        _ request: ResourceRequest
    ) async throws -> (objects: [JSONValue], sight: VisibleNamespaces?) {
        guard let source = stored.backend as? StoredResource,
            let before = try await conversion.sight(of: user, at: revision, source)
        else {
            let isSelected = await conversion.selection(for: request.acting(as: user))
            var seen: [JSONValue] = []
            for object in try await stored.backend.list(selected, stored.request).items where await isSelected(object) {
                seen.append(object)
            }
            return (seen, nil)
        }
        guard conversion.sight(of: user) == before else {
            throw Status.expired("too old resource version: \(revision) (other projects are in sight since)")
        }
        var options = selected
        (options.resourceVersion, options.resourceVersionMatch) = ("\(revision)", "Exact")
        let objects = try await stored.backend.list(options, stored.request).items
        // rights that change from here on are told as what they change
        return (objects.filter { before.contains($0.name) }, before)
    }

    private func missing(_ name: String, _ request: ResourceRequest) -> Status {
        .notFound(request.kind.groupResource, name: name)
    }
}

/// Shows every object that there is.
private struct ConversionOnly<Conversion: ObjectConversion>: WatchFilter {
    let conversion: Conversion

    func shown(_ event: ObjectEvent) async -> ObjectEvent? { event.mapped(conversion.view) }
    func revised() async throws -> [ObjectEvent] { [] }
}
