import Kubernetes

/// What becomes of a dependent, decided from nothing but how its owners are.
enum OwnerCheck: Sendable, Hashable {
    /// How an owner is.
    enum Owner: Sendable, Hashable {
        case solid
        /// Absent, or another object of that name.
        case dangling
        /// Deleted in foreground: it waits for its dependents.
        case waiting
        /// Nothing can be said: its kind is not served.
        case unknown
    }

    case keep
    /// Takes these owners' references away.
    case release(owners: Set<String>)
    /// In foreground when it has dependents of its own that a waiting owner must wait for too.
    case delete(inForeground: Bool)

    init(owners: [(uid: String, state: Owner)], hasDependents: Bool) {
        let lost = owners.filter { $0.state == .dangling || $0.state == .waiting }
        if owners.isEmpty || lost.isEmpty {
            self = .keep
        } else if owners.contains(where: { $0.state == .unknown }) {
            self = .keep
        } else if lost.count < owners.count {
            self = .release(owners: Set(lost.map(\.uid)))
        } else {
            self = .delete(inForeground: hasDependents && lost.contains { $0.state == .waiting })
        }
    }
}
