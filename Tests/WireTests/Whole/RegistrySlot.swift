import BerthTesting
import Synchronization

/// The registry that stands now, while the one before was killed; and whether the game is over.
final class RegistrySlot: Sendable {
    private let state: Mutex<(registry: RegistryServer, isOver: Bool)>

    init(_ registry: RegistryServer) { state = Mutex((registry, false)) }

    /// Who is asked next.
    var registry: RegistryServer {
        get { state.withLock { $0.registry } }
        set { state.withLock { $0.registry = newValue } }
    }

    /// Whether the writers shall end.
    var isOver: Bool {
        get { state.withLock { $0.isOver } }
        set { state.withLock { $0.isOver = newValue } }
    }
}
