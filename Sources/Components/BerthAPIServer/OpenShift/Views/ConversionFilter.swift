import Kubernetes
import Synchronization

/// Which objects of a view one watcher has been told, as rights come and go (reliability A9).
final class ConversionFilter<Conversion: ObjectConversion>: WatchFilter {
    private struct State {
        /// The newest revision told of each object in sight, by its key.
        var known: [String: Int64]
        var sight: VisibleNamespaces?
    }

    private let conversion: Conversion
    private let request: ResourceRequest
    private let user: @Sendable () -> UserInfo
    /// Everything that the watch selects, whoever may see it.
    private let all: @Sendable () async throws -> [JSONValue]
    private let state: Mutex<State>

    init(
        _ conversion: Conversion,
        _ request: ResourceRequest,
        known: [String: Int64],
        sight: VisibleNamespaces?,
        user: @escaping @Sendable () -> UserInfo,
        all: @escaping @Sendable () async throws -> [JSONValue]
    ) {
        (self.conversion, self.request, self.user, self.all) = (conversion, request, user, all)
        state = Mutex(State(known: known, sight: sight))
    }

    static func key(of object: JSONValue) -> String { "\(object.namespace)/\(object.name)" }
    static func revision(of object: JSONValue) -> Int64 { Int64(object.resourceVersion) ?? 0 }

    func shown(_ event: ObjectEvent) async -> ObjectEvent? {
        switch event {
        case .added(let object), .modified(let object):
            var isNew = false
            if case .added = event { isNew = true }
            let isSeen = await conversion.selection(for: request.acting(as: user()))(object)
            return told(object, isSeen: isSeen, isNew: isNew)
        case .deleted(let object):
            let wasKnown = state.withLock { $0.known.removeValue(forKey: Self.key(of: object)) != nil }
            return wasKnown ? .deleted(conversion.view(of: object)) : nil
        case .bookmark: return event
        }
    }

    func revised() async throws -> [ObjectEvent] {
        let user = user()
        let sight = conversion.sight(of: user)
        if let sight, sight == state.withLock({ $0.sight }) { return [] }
        let isSelected = await conversion.selection(for: request.acting(as: user))
        var events: [ObjectEvent] = []
        for object in try await all() {
            let isSeen = await isSelected(object)
            let isKnown = state.withLock { $0.known[Self.key(of: object)] != nil }
            if isSeen != isKnown, let event = told(object, isSeen: isSeen, isNew: true) { events.append(event) }
        }
        state.withLock { $0.sight = sight }
        return events
    }

    private func told(_ object: JSONValue, isSeen: Bool, isNew: Bool) -> ObjectEvent? {
        let (key, revision) = (Self.key(of: object), Self.revision(of: object))
        return state.withLock { state in
            guard isSeen else {
                return state.known.removeValue(forKey: key) == nil ? nil : .deleted(conversion.remnant(of: object))
            }
            guard let before = state.known.updateValue(revision, forKey: key) else {
                return .added(conversion.view(of: object))
            }
            guard before < revision || revision == 0 else {
                // told already, with something newer
                state.known[key] = before
                return nil
            }
            return isNew ? .added(conversion.view(of: object)) : .modified(conversion.view(of: object))
        }
    }
}
