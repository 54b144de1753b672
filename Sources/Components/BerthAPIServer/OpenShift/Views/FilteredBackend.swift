import Kubernetes

/// A backend whose watches show what the watcher may see, so that objects come and go with rights too.
protocol FilteredBackend: ResourceBackend {
    /// Whether that is so; else a plain watch does.
    var isFiltered: Bool { get }

    /// Every change of what is watched, and what says which of them `user` sees, who may change while it lasts.
    func filteredWatch(
        _ options: ListOptions,
        sendsInitialEvents: Bool,
        _ request: ResourceRequest,
        user: @escaping @Sendable () -> UserInfo
    ) async throws -> (events: any AsyncSequence<ObjectEvent, any Error> & Sendable, filter: any WatchFilter)
}

/// Says what of a resource's changes one watch tells; asked by the one task that sends.
protocol WatchFilter: Sendable {
    /// A change as it is told; nil when it is not.
    func shown(_ event: ObjectEvent) async -> ObjectEvent?
    /// What came into sight or went out of it because rights changed.
    func revised() async throws -> [ObjectEvent]
}
