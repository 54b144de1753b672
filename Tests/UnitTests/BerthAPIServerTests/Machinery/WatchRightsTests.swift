import Kubernetes
import Logging
import Synchronization
import Testing

@testable import BerthAPIServer

/// Watches follow the rights and the credentials behind them (reliability A9).
@Suite(.timeLimit(.minutes(10)))
struct `A watch and its rights` {
    private static let maps = "/api/v1/namespaces/one/configmaps"

    private static func map(_ name: String) -> JSONValue {
        ["kind": "ConfigMap", "apiVersion": "v1", "metadata": ["name": .string(name)]]
    }

    /// Reads until the watch ends, and answers what came; rights are asked anew once an hour here, so the end is one
    /// that the watch was woken for.
    private static func rest(_ events: inout WatchReader) async throws -> [String] {
        var names: [String] = []
        while let event = try await events.next() { names.append(event.object.name) }
        return names
    }

    @Test func `end before another event when the binding is gone`() async throws {
        try await WholeAPI.serving { api, admin in
            let (owner, reader) = (try await api.user("owner"), try await api.user("reader"))
            try await api.project("one", of: owner)
            try await api.bind("readers", "view", in: "one", to: "user:reader")
            #expect(try await Identities.eventually { try await reader.get(Self.maps).code == 200 })
            try await reader.watching(Self.maps + "?watch=true&fieldSelector=metadata.name!%3Dkube-root-ca.crt") {
                events in
                try await admin.send("POST", Self.maps, Self.map("before"))
                var seen: [String] = []
                while seen.last != "before", let event = try await events.next() { seen.append(event.object.name) }
                let path = "/apis/rbac.authorization.k8s.io/v1/namespaces/one/rolebindings/readers"
                #expect(try await owner.send("DELETE", path).code == 200)
                try await owner.send("POST", Self.maps, Self.map("after"))
                let names = try await Self.rest(&events)
                #expect(names.isEmpty, "\(names)")
            }
            #expect(try await Identities.eventually { api.watches.count == 0 })
        }
    }

    @Test(arguments: ["token", "user", "group", "role"])
    func `end when nothing happens, soon after what they rest on is gone`(_ lost: String) async throws {
        try await WholeAPI.serving { api, admin in
            let (owner, reader) = (try await api.user("owner"), try await api.user("reader"))
            try await api.project("one", of: owner)
            let group: JSONValue = [
                "kind": "Group", "apiVersion": "user.openshift.io/v1", "metadata": ["name": "readers"],
                "users": ["reader"],
            ]
            let groups = "/apis/user.openshift.io/v1/groups"
            #expect(try await admin.send("POST", groups, group).code == 201)
            let roles = "/apis/rbac.authorization.k8s.io/v1/clusterroles"
            let role = Rights.clusterRole(
                "map-reader",
                [
                    PolicyRule(["get", "list", "watch"], groups: [""], resources: ["configmaps"])
                ]
            )
            #expect(try await admin.send("POST", roles, role).code == 201)
            try await api.bind("readers", "map-reader", in: "one", to: "group:readers")
            #expect(try await Identities.eventually { try await reader.get(Self.maps).code == 200 })
            try await reader.watching(Self.maps + "?watch=true&resourceVersion=1&fieldSelector=metadata.name=x") {
                events in
                let path =
                    switch lost {
                    case "token":
                        "/apis/oauth.openshift.io/v1/oauthaccesstokens/\(OAuthTokenName.hashed(reader.token) ?? "")"
                    case "user": "/apis/user.openshift.io/v1/users/reader"
                    case "group": groups + "/readers"
                    default: roles + "/map-reader"
                    }
                #expect(try await admin.send("DELETE", path).code == 200)
                let names = try await Self.rest(&events)
                #expect(names.isEmpty, "\(names)")
            }
        }
    }

    @Test func `end the moment that their token does, though nothing happens`() async throws {
        try await WholeAPI.serving { api, admin in
            try await api.project("one", of: try await api.user("owner"))
            let reader = try await api.user("reader")
            try await api.bind("readers", "view", in: "one", to: "user:reader")
            #expect(try await Identities.eventually { try await reader.get(Self.maps).code == 200 })
            let users = "/apis/user.openshift.io/v1/users/reader"
            let uid = try await admin.get(users).json.uid
            let watch = Self.maps + "?watch=true&resourceVersion=1&fieldSelector=metadata.name=x"
            var hasEnded = false
            // a machine that is busy may be too slow to begin within the shorter lives
            for seconds: Int64 in [4, 16, 64, 256] where !hasEnded {
                let brief = try await api.token(of: "reader", uid: uid, ["expiresIn": .integer(seconds)])
                let code = try await brief.watchingIfAllowed(watch) { events in
                    let names = try await Self.rest(&events)
                    #expect(names.isEmpty, "\(names)")
                    hasEnded = true
                }
                #expect(code == (hasEnded ? 200 : 401))
                #expect(try await brief.get(Self.maps).code == 401)
            }
            #expect(hasEnded)
            #expect(try await reader.get(Self.maps).code == 200)
        }
    }

    @Test func `go on when others lose rights, and when they gain some`() async throws {
        try await WholeAPI.serving { api, admin in
            let (owner, reader) = (try await api.user("owner"), try await api.user("reader"))
            try await api.project("one", of: owner)
            try await api.bind("readers", "view", in: "one", to: "user:reader")
            try await api.bind("others", "view", in: "one", to: "user:other")
            #expect(try await Identities.eventually { try await reader.get(Self.maps).code == 200 })
            try await reader.watching(Self.maps + "?watch=true&resourceVersion=1&fieldSelector=metadata.name=x") {
                events in
                let bindings = "/apis/rbac.authorization.k8s.io/v1/namespaces/one/rolebindings"
                #expect(try await owner.send("DELETE", bindings + "/others").code == 200)
                try await api.bind("more", "edit", in: "one", to: "user:reader")
                try await owner.send("POST", Self.maps, Self.map("x"))
                #expect(try await events.next()?.object.name == "x")
            }
        }
    }

    @Test func `go on when they are of one name in a view, and that name is all that may be seen`() async throws {
        try await WholeAPI.serving { api, admin in
            let (owner, reader) = (try await api.user("owner"), try await api.user("reader"))
            try await api.project("one", of: owner)
            let role = Rights.clusterRole(
                "x-reader",
                [
                    PolicyRule(
                        ["list", "watch"],
                        groups: ["authorization.openshift.io"],
                        resources: ["rolebindings"],
                        names: ["x"]
                    )
                ]
            )
            #expect(try await admin.send("POST", "/apis/rbac.authorization.k8s.io/v1/clusterroles", role).code == 201)
            try await api.bind("readers", "x-reader", in: "one", to: "user:reader")
            let bindings = "/apis/authorization.openshift.io/v1/namespaces/one/rolebindings"
            let ofX = bindings + "?fieldSelector=metadata.name=x"
            #expect(try await Identities.eventually { try await reader.get(ofX).code == 200 })
            #expect(try await reader.get(bindings).code == 403)
            try await reader.watching(ofX + "&watch=true&resourceVersion=1") { events in
                try await api.bind("x", "view", in: "one", to: "user:reader")
                #expect(try await events.next()?.object.name == "x")
                let path = "/apis/rbac.authorization.k8s.io/v1/namespaces/one/rolebindings/x"
                #expect(try await admin.send("DELETE", path).code == 200)
                #expect(try await events.next()?.object.name == "x")
            }
        }
    }

    @Test func `of a service account end with the Secret that its token is bound to`() async throws {
        try await WholeAPI.serving { api, admin in
            try await api.project("one", of: try await api.user("owner"))
            let secrets = "/api/v1/namespaces/one/secrets"
            let secret: JSONValue = ["kind": "Secret", "apiVersion": "v1", "metadata": ["name": "anchor"]]
            #expect(try await admin.send("POST", secrets, secret).code == 201)
            let request: JSONValue = [
                "spec": ["boundObjectRef": ["kind": "Secret", "apiVersion": "v1", "name": "anchor"]]
            ]
            let account = "/api/v1/namespaces/one/serviceaccounts/builder/token"
            let token = try await admin.send("POST", account, request).json[path: "status", "token"]?.string ?? ""
            try await api.bind("builders", "view", in: "one", to: "account:one/builder")
            let builder = WholeAPI.Client(api: api, name: "builder", token: token)
            #expect(try await Identities.eventually { try await builder.get(Self.maps).code == 200 })
            try await builder.watching(Self.maps + "?watch=true&resourceVersion=1&fieldSelector=metadata.name=x") {
                events in
                #expect(try await admin.send("DELETE", secrets + "/anchor").code == 200)
                let names = try await Self.rest(&events)
                #expect(names.isEmpty, "\(names)")
            }
        }
    }

    @Test func `of projects tell of those that come and go by rights alone`() async throws {
        try await WholeAPI.serving { api, admin in
            let (owner, reader) = (try await api.user("owner"), try await api.user("reader"))
            try await api.project("one", of: owner)
            try await api.project("two", of: owner)
            try await api.project("own", of: reader)
            let projects = "/apis/project.openshift.io/v1/projects"
            try await reader.watching(projects + "?watch=true") { events in
                #expect(try await events.next()?.object.name == "own")
                try await api.bind("readers", "view", in: "one", to: "user:reader")
                let added = try await events.next()
                #expect(added?.type == "ADDED" && added?.object.name == "one", "\(String(describing: added))")
                #expect(added?.object.kind == "Project")
                let bindings = "/apis/rbac.authorization.k8s.io/v1/namespaces/one/rolebindings/readers"
                #expect(try await owner.send("DELETE", bindings).code == 200)
                let deleted = try await events.next()
                #expect(deleted?.type == "DELETED" && deleted?.object.name == "one", "\(String(describing: deleted))")
                #expect(deleted?.object.annotations.isEmpty == true)

                try await api.bind("friends", "view", in: "two", to: "group:friends")
                let groups = "/apis/user.openshift.io/v1/groups"
                var group: JSONValue = [
                    "kind": "Group", "apiVersion": "user.openshift.io/v1", "metadata": ["name": "friends"],
                    "users": ["reader"],
                ]
                #expect(try await admin.send("POST", groups, group).code == 201)
                let joined = try await events.next()
                #expect(joined?.type == "ADDED" && joined?.object.name == "two", "\(String(describing: joined))")
                group.set(["owner"], at: ["users"])
                #expect(try await admin.send("PUT", groups + "/friends", group).code == 200)
                let left = try await events.next()
                #expect(left?.type == "DELETED" && left?.object.name == "two", "\(String(describing: left))")
            }
        }
    }
}

/// A watch of projects that goes on from a version tells all that happened since, or that it cannot.
@Suite(.timeLimit(.minutes(10)))
struct `A watch of projects that goes on` {
    private static let projects = "/apis/project.openshift.io/v1/projects"

    private static func list(_ client: WholeAPI.Client) async throws -> (names: [String], version: String) {
        let list = try await client.get(projects).json
        return ((list["items"]?.array ?? []).map(\.name), list[path: "metadata", "resourceVersion"]?.string ?? "")
    }

    private static func watch(_ version: String) -> String { "\(projects)?watch=true&resourceVersion=\(version)" }

    @Test(arguments: ["granted", "revoked", "joined", "granted to all"])
    func `asks for a new list when rights changed what is in sight`(_ change: String) async throws {
        try await WholeAPI.serving { api, admin in
            let (owner, reader) = (try await api.user("owner"), try await api.user("reader"))
            for name in ["one", "two"] { try await api.project(name, of: owner) }
            try await api.bind("readers", "view", in: "two", to: "user:reader")
            try await api.bind("friends", "view", in: "one", to: "group:friends")
            #expect(try await Identities.eventually { try await Self.list(reader).names == ["two"] })
            let (_, version) = try await Self.list(reader)
            let bindings = "/apis/rbac.authorization.k8s.io/v1"
            switch change {
            case "granted": try await api.bind("more", "view", in: "one", to: "user:reader")
            case "revoked":
                let path = bindings + "/namespaces/two/rolebindings/readers"
                #expect(try await owner.send("DELETE", path).code == 200)
            case "joined":
                let group: JSONValue = [
                    "kind": "Group", "apiVersion": "user.openshift.io/v1", "metadata": ["name": "friends"],
                    "users": ["reader"],
                ]
                #expect(try await admin.send("POST", "/apis/user.openshift.io/v1/groups", group).code == 201)
            default:
                let binding = Rights.binding("readers", to: "cluster-reader", "user:reader")
                #expect(try await admin.send("POST", bindings + "/clusterrolebindings", binding).code == 201)
            }
            #expect(try await Identities.eventually { try await Self.list(reader).names != ["two"] })
            let answer = try await reader.get(Self.watch(version))
            #expect(answer.code == 410 && answer.json["reason"] == "Expired", "\(answer.text)")
            // the new list goes on
            let (_, newer) = try await Self.list(reader)
            try await reader.watching(Self.watch(newer)) { events in
                try await api.project("own", of: reader)
                #expect(try await events.next()?.object.name == "own")
            }
        }
    }

    @Test func `goes on when rights of others changed, or came and went`() async throws {
        try await WholeAPI.serving { api, admin in
            let (owner, reader) = (try await api.user("owner"), try await api.user("reader"))
            try await api.project("own", of: reader)
            #expect(try await Identities.eventually { try await Self.list(reader).names == ["own"] })
            let (_, version) = try await Self.list(reader)
            try await api.project("one", of: owner)
            try await api.bind("readers", "view", in: "one", to: "user:reader")
            let path = "/apis/rbac.authorization.k8s.io/v1/namespaces/one/rolebindings/readers"
            #expect(try await owner.send("DELETE", path).code == 200)
            #expect(try await Identities.eventually { try await Self.list(reader).names == ["own"] })
            let change: JSONValue = ["metadata": ["labels": ["a": "b"]]]
            let namespace = "/api/v1/namespaces/own"
            let type = "application/merge-patch+json"
            #expect(try await admin.send("PATCH", namespace, change, type: type).code == 200)
            try await reader.watching(Self.watch(version)) { events in
                let event = try await events.next()
                #expect(event?.type == "MODIFIED" && event?.object.name == "own", "\(String(describing: event))")
            }
        }
    }

    @Test func `hears of a project that was deleted meanwhile`() async throws {
        try await WholeAPI.serving { api, admin in
            for name in ["one", "two"] { try await api.project(name, of: try await api.user("owner-\(name)")) }
            let (_, version) = try await Self.list(admin)
            #expect(try await admin.send("DELETE", "/api/v1/namespaces/one").code == 200)
            #expect(try await Identities.eventually { try await !Self.list(admin).names.contains("one") })
            try await admin.watching(Self.watch(version)) { events in
                var last: String?
                while last != "DELETED", let event = try await events.next() {
                    #expect(event.object.name == "one")
                    last = event.type
                }
                #expect(last == "DELETED")
            }
        }
    }
}

@Suite(.timeLimit(.minutes(10))) struct `Running watches` {
    private static func standing(_ name: String, in namespace: String = "", isFiltered: Bool = false) -> WatchStanding {
        let caller = Caller(user: Rights.user(name, "people"), impersonator: nil)
        return WatchStanding(caller, namespace: namespace, isFiltered: isFiltered) { caller }
    }

    @Test func `are marked by what concerns them only`() {
        let change = RightsChange(namespace: "ns", subjects: [.user(ExactText("ann"))])
        #expect(Self.standing("ann", in: "ns").note(change))
        #expect(Self.standing("ann").note(change))
        #expect(!Self.standing("ann", in: "other").note(change))
        #expect(!Self.standing("bob", in: "ns").note(change))
        #expect(Self.standing("bob", in: "other").note(.everything))
        #expect(Self.standing("bob").note(.identity([.group(ExactText("people"))])))
        var gain = change
        gain.isLoss = false
        #expect(!Self.standing("ann", in: "ns").note(gain))
        #expect(Self.standing("ann", in: "other", isFiltered: true).note(gain))
    }

    @Test func `are doubtful from the moment that their credential ends`() async throws {
        let now = Mutex(100.0)
        let user = Rights.user("ann")
        let standing = WatchStanding(
            Caller(user: user, impersonator: nil, expiry: 160),
            namespace: "ns",
            isFiltered: false,
            now: { now.withLock(\.self) }
        ) {
            now.withLock { $0 < 200 } ? Caller(user: user, impersonator: nil, expiry: 200) : nil
        }
        #expect(!standing.isDoubtful && standing.secondsLeft == 60)
        now.withLock { $0 = 160 }
        #expect(standing.isDoubtful)
        // used meanwhile, so it lives longer
        #expect(try await standing.isStillAllowed())
        #expect(!standing.isDoubtful && standing.secondsLeft == 40)
        now.withLock { $0 = 200 }
        #expect(standing.isDoubtful)
        #expect(try await !standing.isStillAllowed())
    }

    @Test func `are woken for what was noted before they could be`() {
        let standing = Self.standing("ann")
        let count = Mutex(0)
        standing.onDoubt { count.withLock { $0 += 1 } }
        #expect(count.withLock(\.self) == 0)
        #expect(standing.note(.everything))
        standing.onDoubt { count.withLock { $0 += 1 } }
        #expect(count.withLock(\.self) == 1)
    }

    @Test func `are woken when Secrets and Pods begin to be followed, for those that are gone already`() async {
        let store = InMemoryResourceStore()
        let watches = RunningWatches {}
        let (wakings, woken) = AsyncStream.makeStream(of: Void.self)
        let standing = Self.standing("ann")
        standing.onDoubt { woken.yield() }
        let member = watches.join(standing)
        let owners = BoundTokenOwners(
            hub: WatchHub(store: store, logger: Logger(label: "test")),
            store: store,
            watches: watches
        )
        await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await watches.run() }
            group.addTask { try await owners.run() }
            for await _ in wakings { break }
            group.cancelAll()
        }
        #expect(standing.isDoubtful)
        member.leave()
    }

    @Test func `are woken once for a burst of changes`() async {
        let (bursts, begun) = AsyncStream.makeStream(of: Void.self)
        let (ends, over) = AsyncStream.makeStream(of: Void.self)
        let watches = RunningWatches {
            begun.yield()
            // the first burst lasts until the test says so, later ones no time
            for await _ in ends { break }
        }
        let (wakings, woken) = AsyncStream.makeStream(of: Int.self)
        let members = (0...2000).map { number in
            let standing = Self.standing("user\(number)")
            standing.onDoubt { woken.yield(number) }
            return watches.join(standing)
        }
        let last = RBACSubject.user(ExactText("user2000"))
        let others = Set((0..<2000).map { RBACSubject.user(ExactText("user\($0)")) })
        await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await watches.run() }
            for number in 0..<10 {
                watches.note(.identity(others))
                if number == 0 { for await _ in bursts { break } }
            }
            over.finish()
            var count = 0
            for await _ in wakings {
                count += 1
                if count == 2000 { break }
            }
            // they are woken in turn: whoever is to be woken again is woken before the last one
            watches.note(.identity([last]))
            for await number in wakings {
                if number == 2000 { break }
                count += 1
            }
            #expect(count == 2000)
            group.cancelAll()
        }
        for member in members { member.leave() }
        #expect(watches.count == 0)
    }
}
