package import Kubernetes
import ServiceLifecycle
import Synchronization

/// Role-based access control over an immutable picture of all roles and bindings.
///
/// Runs as a service that follows them; until the first picture is complete nothing is allowed.
package final class RBACAuthorizer: Authorizer, Service {
    private struct State {
        var snapshot = RBACSnapshot()
        var isComplete = false
        /// The newest revision taken in; events of different resources may overtake each other.
        var revisions: [RBACResource: Int64] = [:]
    }

    private let objects: any LocalObjects
    private let watches: RunningWatches
    private let patience: Duration
    private let state = Mutex(State())

    /// Tells `watches` of each change before it is said to count; nobody waits longer than `patience` for that.
    package init(
        objects: any LocalObjects,
        watches: RunningWatches = RunningWatches(),
        patience: Duration = .seconds(10)
    ) {
        (self.objects, self.watches, self.patience) = (objects, watches, patience)
    }

    package func decide(_ attributes: AccessAttributes) async -> AccessDecision { decision(attributes) }

    /// As ``decide(_:)``; it needs to wait for nothing.
    package func decision(_ attributes: AccessAttributes) -> AccessDecision {
        let (snapshot, isComplete) = state.withLock { ($0.snapshot, $0.isComplete) }
        guard isComplete else { return AccessDecision(isAllowed: false, reason: "roles are not known yet") }
        return snapshot.decision(attributes)
    }

    /// Roles and bindings as they are now.
    var snapshot: RBACSnapshot { state.withLock { $0.snapshot } }

    /// Returns once the first picture is complete.
    package func settled() async {
        await wait(until: { $0.isComplete }, limit: nil)
    }

    /// Returns once the change that was committed as `revision` counts, or when patience is over.
    ///
    /// For whoever writes a role or binding and answers its caller; returns at once for every other resource.
    package func settle(_ resource: GroupResource, through revision: Int64) async {
        guard let resource = RBACResource(resource) else { return }
        await wait(until: { $0.revisions[resource, default: 0] >= revision }, limit: patience)
    }

    /// Returns once every change of roles and bindings up to `revision` counts, or when patience is over.
    func settle(through revision: Int64, _ hub: WatchHub) async {
        guard await hub.isReached(revision, within: patience) else { return }
        for resource in RBACResource.allCases {
            await settle(resource.groupResource, through: hub.newest(of: resource.groupResource))
        }
    }

    /// What a user may see of all projects: namespaces that it may `get`.
    package func visibleNamespaces(to user: UserInfo) -> VisibleNamespaces { snapshot.visibleNamespaces(to: user) }

    package func run() async throws {
        await cancelWhenGracefulShutdown {
            await self.follow()
        }
    }

    private func follow() async {
        for await (resource, event) in objects.follow(Set(RBACResource.allCases.map(\.groupResource))) {
            switch event {
            case .added(let object), .modified(let object): apply(resource, object, isDeleted: false)
            case .deleted(let object): apply(resource, object, isDeleted: true)
            case .bookmark(let resourceVersion, let endsInitialEvents):
                guard endsInitialEvents else { continue }
                await begin(at: resourceVersion)
            }
        }
    }

    private func apply(_ resource: GroupResource, _ object: JSONValue, isDeleted: Bool) {
        guard let resource = RBACResource(resource) else { return }
        let change = state.withLock { state in
            let change = state.snapshot.apply(resource, object, isDeleted: isDeleted)
            return state.isComplete ? change : nil
        }
        // before anybody is told that it counts
        if let change { watches.note(change) }
        guard let revision = Int64(object.resourceVersion) else { return }
        state.withLock { $0.revisions[resource] = max($0.revisions[resource, default: 0], revision) }
    }

    /// The picture is complete; after a gap whatever was deleted meanwhile was never reported, and is listed anew.
    private func begin(at resourceVersion: String) async {
        if state.withLock({ $0.isComplete }) { await rebuild() }
        state.withLock { $0.isComplete = true }
        watches.note(.everything)
        state.withLock { state in
            for resource in RBACResource.allCases {
                let known = state.revisions[resource, default: 0]
                state.revisions[resource] = max(known, Int64(resourceVersion) ?? 0)
            }
        }
    }

    /// Lists everything anew, however long the store is away: a binding that was deleted meanwhile must not stay.
    private func rebuild() async {
        var snapshot = RBACSnapshot()
        for resource in RBACResource.allCases {
            let list = { try await self.objects.list(resource.groupResource, namespace: nil) }
            guard let found = try? await StoreOutage.outlast(list) else { return }
            for object in found { snapshot.apply(resource, object, isDeleted: false) }
        }
        let rebuilt = snapshot
        state.withLock { $0.snapshot = rebuilt }
    }

    private func wait(until isMet: @Sendable (borrowing State) -> Bool, limit: Duration?) async {
        let clock = ContinuousClock()
        let begin = clock.now
        var pause = Duration.microseconds(200)
        while !state.withLock({ isMet($0) }) {
            if let limit, clock.now - begin >= limit { return }
            guard (try? await clock.sleep(for: pause)) != nil else { return }
            pause = min(pause * 2, .milliseconds(10))
        }
    }
}
