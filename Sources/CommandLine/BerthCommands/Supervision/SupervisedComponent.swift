/// The components that one `berth up` runs, in the order in which they start; they stop the other way round.
enum SupervisedComponent: String, CaseIterable, Sendable {
    case objectStore = "object-store"
    case apiServer = "api-server"
    case registry = "registry"
    case oauthServer = "oauth-server"

    /// What must be ready before this one starts.
    var requirement: SupervisedComponent? {
        switch self {
        case .objectStore, .apiServer: nil
        case .registry: .objectStore
        case .oauthServer: .apiServer
        }
    }

    /// What runs: everything, or without the registry, which then is not set up yet.
    static func running(isBare: Bool) -> [SupervisedComponent] {
        isBare ? allCases.filter { $0 != .registry } : allCases
    }
}
