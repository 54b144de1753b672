import Kubernetes
import Logging
import Testing

@testable import BerthAPIServer

@Suite struct `A dependent` {
    @Test func `goes with its last owner only`() {
        typealias Owner = (uid: String, state: OwnerCheck.Owner)
        let cases: [([Owner], Bool, OwnerCheck)] = [
            ([], false, .keep),
            ([("a", .solid)], false, .keep),
            ([("a", .dangling)], false, .delete(inForeground: false)),
            ([("a", .solid), ("b", .dangling)], false, .release(owners: ["b"])),
            ([("a", .dangling), ("b", .unknown)], false, .keep),
            ([("a", .waiting)], true, .delete(inForeground: true)),
            ([("a", .waiting)], false, .delete(inForeground: false)),
            ([("a", .dangling), ("b", .waiting)], true, .delete(inForeground: true)),
        ]
        for (owners, hasDependents, expected) in cases {
            #expect(OwnerCheck(owners: owners, hasDependents: hasDependents) == expected)
        }
    }

    private func collecting(_ body: @Sendable @escaping (ServedAPI) async throws -> Void) async throws {
        try await ServedAPI.serving { api in
            let collector = GarbageCollector(
                context: api.storage,
                kinds: { StoredKinds.all + [ServedAPI.widgets] },
                logger: Logger(label: "test")
            )
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await collector.run() }
                try await body(api)
                group.cancelAll()
            }
        }
    }

    private static func dependent(_ name: String, of owner: JSONValue) -> JSONValue {
        var object = ServedAPI.widget(name)
        let reference: JSONValue = [
            "apiVersion": "example.com/v1", "kind": "Widget", "name": .string(owner.name), "uid": .string(owner.uid),
            "blockOwnerDeletion": true,
        ]
        object.set([reference], at: ["metadata", "ownerReferences"])
        return object
    }

    private static func untilGone(_ api: ServedAPI, _ name: String) async throws -> Bool {
        try await Identities.eventually {
            try await api.send("GET", ServedAPI.widgetsPath + "/\(name)").code == 404
        }
    }

    @Test(arguments: ["Background", "Foreground"])
    func `goes with its owner`(_ propagation: String) async throws {
        try await collecting { api in
            let owner = try await api.send("POST", ServedAPI.widgetsPath, ServedAPI.widget("owner")).json
            try await api.send("POST", ServedAPI.widgetsPath, Self.dependent("child", of: owner))
            let body: JSONValue = ["propagationPolicy": .string(propagation)]
            try await api.send("DELETE", ServedAPI.widgetsPath + "/owner", body)
            let ownerIsGone = try await Self.untilGone(api, "owner")
            let childIsGone = try await Self.untilGone(api, "child")
            #expect(ownerIsGone && childIsGone)
        }
    }

    @Test func `stays as an orphan`() async throws {
        try await collecting { api in
            // at once: the collector may have seen the owner's end before the dependent's beginning
            for number in 0..<20 {
                let (owner, child) = ("owner\(number)", "child\(number)")
                let made = try await api.send("POST", ServedAPI.widgetsPath, ServedAPI.widget(owner)).json
                try await api.send("POST", ServedAPI.widgetsPath, Self.dependent(child, of: made))
                try await api.send("DELETE", ServedAPI.widgetsPath + "/" + owner, ["propagationPolicy": "Orphan"])
                let ownerIsGone = try await Self.untilGone(api, owner)
                #expect(ownerIsGone)
                let left = try await api.send("GET", ServedAPI.widgetsPath + "/" + child)
                #expect(left.code == 200)
                #expect(left.json.ownerReferences.isEmpty)
            }
        }
    }

    @Test func `is known to whoever lets its owner go, however late it is heard of`() async throws {
        try await ServedAPI.serving { api in
            let collector = GarbageCollector(
                context: api.storage,
                kinds: { StoredKinds.all + [ServedAPI.widgets] },
                logger: Logger(label: "test")
            )
            let owner = try await api.send("POST", ServedAPI.widgetsPath, ServedAPI.widget("owner")).json
            try await api.send("POST", ServedAPI.widgetsPath, Self.dependent("child", of: owner))
            try await api.send("DELETE", ServedAPI.widgetsPath + "/owner", ["propagationPolicy": "Orphan"])
            let widgets = ServedAPI.widgets.groupResource
            let key = ResourceKey(widgets, namespace: "ns", name: "owner")
            try await withThrowingTaskGroup(of: Void.self) { group in
                // before the collector has heard of anything
                group.addTask { try await collector.checkOwner(key, uid: owner.uid) }
                group.addTask { try await collector.run() }
                try await group.next()
                group.cancelAll()
            }
            #expect(try await api.send("GET", ServedAPI.widgetsPath + "/owner").code == 404)
            let child = try await api.send("GET", ServedAPI.widgetsPath + "/child")
            #expect(child.code == 200 && child.json.ownerReferences.isEmpty)
        }
    }
}
