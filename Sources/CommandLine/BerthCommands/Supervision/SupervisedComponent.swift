/// The components that one `berth up` runs, in the order in which they start; they stop the other way round.
enum SupervisedComponent: String, CaseIterable, Sendable {
    case objectStore = "object-store"
    case registry = "registry"
}
