import Kubernetes

/// How the objects of one resource are shown as those of another.
protocol ObjectConversion: Sendable {
    /// The resource that is stored.
    var storedResource: GroupResource { get }
    /// The stored object as clients of the view see it.
    func view(of stored: JSONValue) -> JSONValue
    /// What to store for what a client of the view wrote; `old` is the stored object, nil for a new one.
    ///
    /// - Throws: `Status` for what the view does not allow.
    func stored(of view: JSONValue, old: JSONValue?) throws -> JSONValue
    /// Options of a list or watch of the view, for the stored resource.
    func options(_ options: ListOptions) -> ListOptions
    /// Whether not every stored object is seen by every caller; then ``selection(for:)`` says which.
    var isSelective: Bool { get }
    /// Which of the stored objects the caller sees at all.
    func selection(for request: ResourceRequest) async -> @Sendable (JSONValue) async -> Bool
    /// Whether callers see different objects.
    var isFiltered: Bool { get }
    /// What a caller may see, if it can be told without looking at objects; nil else.
    func sight(of user: UserInfo) -> VisibleNamespaces?
    /// What a caller might see when `revision` was the newest, from the store of `stored`; nil where ``sight(of:)`` is.
    ///
    /// - Throws: `Status` 410 when that is known no longer.
    func sight(of user: UserInfo, at revision: Int64, _ stored: StoredResource) async throws -> VisibleNamespaces?
    /// Returns once what was committed up to `revision` counts for what is seen, at most a second later.
    func settle(through revision: Int64, _ stored: StoredResource) async
    /// What is told of an object that somebody may see no longer.
    func remnant(of stored: JSONValue) -> JSONValue
}

extension ObjectConversion {
    var isSelective: Bool { true }
    func options(_ options: ListOptions) -> ListOptions { options }
    func selection(for request: ResourceRequest) async -> @Sendable (JSONValue) async -> Bool { { _ in true } }
    var isFiltered: Bool { false }
    func sight(of user: UserInfo) -> VisibleNamespaces? { nil }
    func sight(of user: UserInfo, at revision: Int64, _ stored: StoredResource) async throws -> VisibleNamespaces? {
        nil
    }
    func settle(through revision: Int64, _ stored: StoredResource) async {}
    func remnant(of stored: JSONValue) -> JSONValue { view(of: stored) }
}
