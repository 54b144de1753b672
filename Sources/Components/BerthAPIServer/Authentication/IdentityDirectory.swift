package import Kubernetes
import ServiceLifecycle
import Synchronization

/// What authentication knows of users, groups, access tokens and service accounts.
///
/// Objects are read through a bounded cache that forgets each one as soon as it changes or is deleted, and by itself
/// after ``ageLimit``, so that a revoked token stops at once.
package final class IdentityDirectory: Service {
    /// What the cache holds.
    private struct CacheKey: Hashable {
        let resource: GroupResource
        let namespace: String
        let name: ExactText
    }

    private struct State {
        var cache = BoundedCache<CacheKey, (object: JSONValue, readAt: ContinuousClock.Instant)>(limit: 10_000)
        /// Grows with each change seen; a read that began before one is not remembered.
        var changeCount = 0
        var isFollowing = false
        var membersByGroup: [ExactText: [ExactText]] = [:]
        var groupsByMember: [ExactText: Set<ExactText>] = [:]
        var lastUses: [String: TokenUses.Use] = [:]
        /// The newest revision taken in.
        var revisions: [GroupResource: Int64] = [:]

        /// Takes in a group; says who became a member or is none any more.
        @discardableResult
        mutating func setMembers(of group: JSONValue, isDeleted: Bool) -> RightsChange? {
            let name = ExactText(group.name)
            let before = membersByGroup.removeValue(forKey: name) ?? []
            for member in before {
                groupsByMember[member]?.remove(name)
                if groupsByMember[member]?.isEmpty == true { groupsByMember[member] = nil }
            }
            // a group object never makes anybody a member of system:masters or system:authenticated
            guard !isDeleted, !group.name.contains(":") else {
                return .between(Set(before), []) { .user($0) }
            }
            let members = (group["users"]?.strings ?? []).map(ExactText.init)
            membersByGroup[name] = members
            for member in members { groupsByMember[member, default: []].insert(name) }
            return .between(Set(before), Set(members)) { .user($0) }
        }
    }

    static let users = GroupResource(group: "user.openshift.io", resource: "users")
    static let groups = GroupResource(group: "user.openshift.io", resource: "groups")
    static let accessTokens = GroupResource(group: "oauth.openshift.io", resource: "oauthaccesstokens")
    static let serviceAccounts = GroupResource(group: "", resource: "serviceaccounts")

    static let secrets = GroupResource(group: "", resource: "secrets")
    static let namespaces = GroupResource(group: "", resource: "namespaces")

    /// How old a remembered object gets although no change of it was seen.
    private static let ageLimit = Duration.seconds(10)
    /// How many tokens may wait for their last use to be written.
    private static let lastUseLimit = 10_000
    private static let lastUsePause = Duration.seconds(10)

    private static let followed: Set = [users, groups, accessTokens, serviceAccounts]

    private let objects: any LocalObjects
    private let watches: RunningWatches
    private let patience: Duration
    private let state = Mutex(State())

    /// Tells `watches` of who changed or is gone; nobody waits longer than `patience` for a change to count.
    package init(
        objects: any LocalObjects,
        watches: RunningWatches = RunningWatches(),
        patience: Duration = .seconds(10)
    ) {
        (self.objects, self.watches, self.patience) = (objects, watches, patience)
    }

    /// Returns once the change that was committed as `revision` counts, or when patience is over.
    ///
    /// For whoever deletes a token or changes a group and answers its caller; at once for every other resource.
    package func settle(_ resource: GroupResource, through revision: Int64) async {
        guard Self.followed.contains(resource), state.withLock({ $0.isFollowing }) else { return }
        let clock = ContinuousClock()
        let deadline = clock.now.advanced(by: patience)
        var pause = Duration.microseconds(200)
        while state.withLock({ $0.revisions[resource, default: 0] < revision }), clock.now < deadline {
            guard (try? await clock.sleep(for: pause)) != nil else { return }
            pause = min(pause * 2, .milliseconds(10))
        }
    }

    /// The object as it is, at most a moment ago; nil when there is none.
    func get(_ resource: GroupResource, namespace: String = "", name: String) async throws -> JSONValue? {
        let key = CacheKey(resource: resource, namespace: namespace, name: ExactText(name))
        let now = ContinuousClock.now
        let (cached, changeCount) = state.withLock { ($0.cache[key], $0.changeCount) }
        if let cached, now - cached.readAt < Self.ageLimit { return cached.object }
        guard let object = try await objects.get(resource, namespace: namespace, name: name) else { return nil }
        state.withLock { state in
            if state.isFollowing, state.changeCount == changeCount { state.cache[key] = (object, now) }
        }
        return object
    }

    /// The object as it is now, past the cache; nil when there is none.
    func current(_ resource: GroupResource, namespace: String = "", name: String) async throws -> JSONValue? {
        try await objects.get(resource, namespace: namespace, name: name)
    }

    /// The groups whose objects name the user, in the order of their names.
    func groups(of user: String) -> [String] {
        let names = state.withLock { $0.groupsByMember[ExactText(user)] ?? [] }
        return names.map(\.text).sorted { $0.hasBytesBefore($1) }
    }

    /// Returns once groups are known.
    package func settled() async {
        while !state.withLock({ $0.isFollowing }) {
            guard (try? await Task.sleep(for: .milliseconds(2))) != nil else { return }
        }
    }

    /// Remembers that a token was used that ends at `end` unless it is; written before that, and not each time.
    func noteUse(ofToken name: String, at seconds: Double, until end: Double) {
        state.withLock { state in
            guard state.lastUses[name] != nil || state.lastUses.count < Self.lastUseLimit else { return }
            state.lastUses[name] = TokenUses.Use(at: seconds, end: end)
        }
    }

    package func run() async throws {
        await cancelWhenGracefulShutdown {
            await withDiscardingTaskGroup { group in
                group.addTask { await self.follow() }
                group.addTask {
                    let uses = TokenUses(objects: self.objects)
                    while (try? await Task.sleep(for: Self.lastUsePause)) != nil {
                        let kept = await uses.write(self.takeLastUses(), now: WallClock.now())
                        self.keepUses(kept)
                    }
                }
            }
        }
        _ = await TokenUses(objects: objects).write(takeLastUses(), now: WallClock.now())
    }

    /// Puts back what it was too early to write, beside what was noted since.
    private func keepUses(_ uses: [String: TokenUses.Use]) {
        state.withLock { $0.lastUses.merge(uses) { newer, _ in newer } }
    }

    private func takeLastUses() -> [String: TokenUses.Use] {
        state.withLock { state in
            defer { state.lastUses = [:] }
            return state.lastUses
        }
    }

    private func follow() async {
        for await (resource, event) in objects.follow(Self.followed) {
            switch event {
            case .added(let object), .modified(let object): apply(resource, object, isDeleted: false)
            case .deleted(let object): apply(resource, object, isDeleted: true)
            case .bookmark(let resourceVersion, let endsInitialEvents):
                guard endsInitialEvents else { continue }
                await begin(at: Int64(resourceVersion) ?? 0)
            }
        }
    }

    private func apply(_ resource: GroupResource, _ object: JSONValue, isDeleted: Bool) {
        let key = CacheKey(resource: resource, namespace: object.namespace, name: ExactText(object.name))
        let (change, isFollowing) = state.withLock { state in
            state.changeCount += 1
            state.cache[key] = nil
            guard resource == Self.groups else { return (Self.change(of: object, resource), state.isFollowing) }
            return (state.setMembers(of: object, isDeleted: isDeleted), state.isFollowing)
        }
        if isFollowing, let change { watches.note(change) }
        guard let revision = Int64(object.resourceVersion) else { return }
        state.withLock { $0.revisions[resource] = max($0.revisions[resource, default: 0], revision) }
    }

    /// Whose credentials an object is about.
    private static func change(of object: JSONValue, _ resource: GroupResource) -> RightsChange? {
        let user: String
        switch resource {
        case users: user = object.name
        case accessTokens: user = object["userName"]?.string ?? ""
        default: user = ServiceAccountName(namespace: object.namespace, name: object.name).username
        }
        return .identity([.user(ExactText(user))])
    }

    /// The picture is complete; after a gap whatever may have been missed is read anew.
    private func begin(at revision: Int64) async {
        let list = { try await self.objects.list(Self.groups, namespace: nil) }
        if state.withLock({ $0.isFollowing }), let groups = try? await StoreOutage.outlast(list) {
            state.withLock { state in
                (state.membersByGroup, state.groupsByMember) = ([:], [:])
                for group in groups { state.setMembers(of: group, isDeleted: false) }
            }
        }
        state.withLock { state in
            state.changeCount += 1
            state.cache.removeAll()
            state.isFollowing = true
        }
        watches.note(.everything)
        state.withLock { state in
            for resource in Self.followed {
                state.revisions[resource] = max(state.revisions[resource, default: 0], revision)
            }
        }
    }
}
