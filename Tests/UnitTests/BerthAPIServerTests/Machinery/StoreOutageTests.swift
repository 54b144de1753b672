import Kubernetes
import Testing

@testable import BerthAPIServer

@Suite(.timeLimit(.minutes(10))) struct `While the store is away` {
    private static let configMaps = GroupResource(group: "", resource: "configmaps")
    private static let maps = "/api/v1/namespaces/one/configmaps"

    private static func serving(
        _ body: @Sendable @escaping (ShakyStore, WholeAPI.Client) async throws -> Void
    ) async throws {
        let store = ShakyStore()
        try await WholeAPI.serving(store: store) { _, admin in
            let made = try await admin.send("POST", "/api/v1/namespaces", ["metadata": ["name": "one"]])
            try #require(made.code == 201)
            try await body(store, admin)
        }
    }

    private static func map(_ name: String, owner: JSONValue? = nil) -> JSONValue {
        var map: JSONValue = ["kind": "ConfigMap", "apiVersion": "v1", "metadata": ["name": .string(name)]]
        if let owner {
            let reference: JSONValue = [
                "apiVersion": "v1", "kind": .string(owner.kind), "name": .string(owner.name),
                "uid": .string(owner.uid),
            ]
            map.set([reference], at: ["metadata", "ownerReferences"])
        }
        return map
    }

    @Test func `requests are answered with 503, and the server says that it is not ready`() async throws {
        try await Self.serving { store, admin in
            try #require(try await admin.send("POST", Self.maps, Self.map("m")).code == 201)
            store.setAway(true)
            for (method, path, body) in [
                ("GET", Self.maps + "/m", nil), ("GET", Self.maps, nil), ("POST", Self.maps, Self.map("n")),
                ("PUT", Self.maps + "/m", Self.map("m")), ("DELETE", Self.maps + "/m", nil),
                ("GET", Self.maps + "?watch=1&resourceVersion=1", nil),
            ] as [(String, String, JSONValue?)] {
                let answer = try await admin.send(method, path, body)
                #expect(
                    answer.code == 503 && answer.json["kind"]?.string == "Status",
                    "\(method) \(path) \(answer.text)"
                )
                #expect(answer.json["reason"]?.string == "ServiceUnavailable")
            }
            #expect(try await admin.get("/readyz").code == 500)
            store.setAway(false)
            #expect(try await admin.get(Self.maps + "/m").code == 200)
            #expect(try await admin.get("/readyz").code == 200)
        }
    }

    @Test func `no quota forgets what it has counted`() async throws {
        try await Self.serving { store, admin in
            let present = try await admin.get(Self.maps).json["items"]?.array?.count ?? 0
            let quota: JSONValue = [
                "kind": "ResourceQuota", "apiVersion": "v1", "metadata": ["name": "q"],
                "spec": ["hard": ["configmaps": .string("\(present + 1)")]],
            ]
            try #require(try await admin.send("POST", "/api/v1/namespaces/one/resourcequotas", quota).code == 201)
            try #require(try await admin.send("POST", Self.maps, Self.map("m")).code == 201)
            #expect(try await admin.send("POST", Self.maps, Self.map("n")).code == 403)
            store.lose([Self.configMaps])
            // Each creation that is refused has the namespace counted again, which fails.
            let isCounted = try await Identities.eventually {
                try await admin.send("POST", Self.maps, Self.map("n")).code == 403 && store.refusals > 2
            }
            #expect(isCounted)
            store.lose([])
            #expect(try await admin.send("POST", Self.maps, Self.map("n")).code == 403)
        }
    }

    @Test func `a dependent whose owner went is not forgotten`() async throws {
        try await Self.serving { store, admin in
            let secrets = "/api/v1/namespaces/one/secrets"
            let secret: JSONValue = ["kind": "Secret", "apiVersion": "v1", "metadata": ["name": "owner"]]
            let owner = try await admin.send("POST", secrets, secret).json
            try #require(try await admin.send("POST", Self.maps, Self.map("child", owner: owner)).code == 201)
            let other = try await admin.send("POST", Self.maps, Self.map("other")).json
            try #require(try await admin.send("POST", Self.maps, Self.map("kept", owner: other)).code == 201)
            store.lose([Self.configMaps])
            #expect(try await admin.send("DELETE", secrets + "/owner").code == 200)
            // more often than what fails for other reasons is tried
            #expect(try await Identities.eventually { store.refusals > 22 })
            store.lose([])
            #expect(try await Identities.eventually { try await admin.get(Self.maps + "/child").code == 404 })
            #expect(try await admin.get(Self.maps + "/kept").code == 200)
        }
    }

    @Test func `what outlasts it goes on once it is there, and only then`() async throws {
        let store = ShakyStore()
        store.setAway(true)
        let revision = try await withThrowingTaskGroup(of: Int64?.self) { group in
            group.addTask {
                try await StoreOutage.outlast(pause: .milliseconds(1)) { try await store.currentRevision() }
            }
            while store.refusals < 3 { await Task.yield() }
            store.setAway(false)
            return try await group.next() ?? nil
        }
        #expect(revision != nil)
        await #expect(throws: StoreError.notFound) { try await StoreOutage.outlast { throw StoreError.notFound } }
        #expect(StoreOutage.isCause(of: StoreError.full) && !StoreOutage.isCause(of: Status.unauthorized))
        store.setAway(true)
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                await #expect(throws: CancellationError.self) {
                    try await StoreOutage.outlast { try await store.currentRevision() }
                }
            }
            while store.refusals == 0 { await Task.yield() }
            group.cancelAll()
        }
    }

    @Test func `a full store says so`() throws {
        let status = try #require(Status.of(StoreError.full, Self.configMaps, name: "m"))
        #expect(status.code == 507 && status.reason == "InsufficientStorage")
    }
}

@Suite(.timeLimit(.minutes(10))) struct `After a gap in what was watched` {
    @Test func `a binding that went meanwhile gives nothing, though the store was away`() async throws {
        let objects = FakeObjects()
        _ = try await objects.create(
            KnownResource.clusterRoles,
            [
                "kind": "ClusterRole", "metadata": ["name": "reader"],
                "rules": [["apiGroups": [""], "resources": ["nodes"], "verbs": ["get"]]],
            ]
        )
        _ = try await objects.create(
            KnownResource.clusterRoleBindings,
            Rights.binding("b", to: "reader", "user:ann")
        )
        let authorizer = RBACAuthorizer(objects: objects)
        func isAllowed() -> Bool {
            var attributes = AccessAttributes(user: UserInfo(username: "ann"), verb: "get")
            attributes.resource = "nodes"
            return authorizer.decision(attributes).isAllowed
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await authorizer.run() }
            await authorizer.settled()
            #expect(isAllowed())
            objects.loseEvents(of: KnownResource.clusterRoleBindings, name: "b", refusedLists: 2)
            let isTaken = try await Identities.eventually { !isAllowed() }
            #expect(isTaken)
            group.cancelAll()
        }
    }

    @Test func `a group that went meanwhile has no members, though the store was away`() async throws {
        let objects = FakeObjects()
        _ = try await objects.create(
            IdentityDirectory.groups,
            ["kind": "Group", "metadata": ["name": "g"], "users": ["ann"]]
        )
        let directory = IdentityDirectory(objects: objects)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await directory.run() }
            await directory.settled()
            #expect(directory.groups(of: "ann") == ["g"])
            objects.loseEvents(of: IdentityDirectory.groups, name: "g", refusedLists: 2)
            let isEmpty = try await Identities.eventually { directory.groups(of: "ann").isEmpty }
            #expect(isEmpty)
            group.cancelAll()
        }
    }
}
