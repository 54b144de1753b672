import Kubernetes
import Logging
import Synchronization
import Testing

@testable import BerthAPIServer

@Suite struct `A namespace` {
    private let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    private func create(_ name: String, in objects: FakeObjects) async throws {
        _ = try await objects.create(KnownResource.namespaces, SeedPlanter.object("v1", "Namespace", name))
    }

    @Test func `goes when its contents have gone`() async throws {
        let objects = FakeObjects()
        try await create("old", in: objects)
        let secret = SeedPlanter.object("v1", "Secret", "s", namespace: "old")
        _ = try await objects.create(KnownResource.secrets, secret)
        var held = SeedPlanter.object("v1", "ConfigMap", "held", namespace: "old")
        held.set(["example.com/wait"], at: ["metadata", "finalizers"])
        _ = try await objects.create(KnownResource.configMaps, held)
        _ = try await objects.delete(KnownResource.namespaces, namespace: "", name: "old", resourceVersion: nil)
        let phase = try await objects.get(KnownResource.namespaces, namespace: "", name: "old")?[
            path: "status",
            "phase"
        ]
        #expect(phase == "Terminating")

        let lifecycle = NamespaceLifecycle(
            objects: objects,
            contents: { [KnownResource.secrets, KnownResource.configMaps] },
            logger: logger
        )
        #expect(try await lifecycle.step("old") == false)
        #expect(try await objects.list(KnownResource.secrets, namespace: "old").isEmpty)
        let waiting = try await objects.get(KnownResource.configMaps, namespace: "old", name: "held")
        #expect(waiting?.deletionTimestamp != nil)
        #expect(try await lifecycle.step("old") == false)
        _ = try await objects.update(KnownResource.configMaps, namespace: "old", name: "held", subresource: nil) {
            var object = $0
            object.set(nil, at: ["metadata", "finalizers"])
            return object
        }
        _ = try await objects.delete(KnownResource.configMaps, namespace: "old", name: "held", resourceVersion: nil)
        #expect(try await lifecycle.step("old"))
        #expect(try await objects.get(KnownResource.namespaces, namespace: "", name: "old") == nil)
    }

    @Test func `is emptied by the service that follows it`() async throws {
        let objects = FakeObjects()
        try await create("old", in: objects)
        _ = try await objects.create(
            KnownResource.secrets,
            SeedPlanter.object("v1", "Secret", "s", namespace: "old")
        )
        let lifecycle = NamespaceLifecycle(objects: objects, contents: { [KnownResource.secrets] }, logger: logger)
        try await withThrowingTaskGroup { group in
            group.addTask { try await lifecycle.run() }
            _ = try await objects.delete(KnownResource.namespaces, namespace: "", name: "old", resourceVersion: nil)
            try await eventually {
                try await objects.get(KnownResource.namespaces, namespace: "", name: "old") == nil
            }
            group.cancelAll()
        }
    }

    @Test func `that comes and goes again while the one before it ends is emptied too`() async throws {
        let namespaces = KnownResource.namespaces
        let hasComeBack = Atomic(false)
        let objects = LateObjects(
            FakeObjects(),
            afterUpdate: { objects in
                guard try await objects.get(namespaces, namespace: "", name: "old") == nil,
                    !hasComeBack.load(ordering: .relaxed)
                else { return }
                _ = try await objects.create(namespaces, SeedPlanter.object("v1", "Namespace", "old"))
                _ = try await objects.delete(namespaces, namespace: "", name: "old", resourceVersion: nil)
                hasComeBack.store(true, ordering: .relaxed)
                // Time for those who follow; nothing depends on it but whether the test can fail.
                try await Task.sleep(for: .milliseconds(50))
            }
        )
        try await create("old", in: objects.base)
        let lifecycle = NamespaceLifecycle(objects: objects, contents: { [KnownResource.secrets] }, logger: logger)
        try await withThrowingTaskGroup { group in
            group.addTask { try await lifecycle.run() }
            _ = try await objects.delete(namespaces, namespace: "", name: "old", resourceVersion: nil)
            try await eventually {
                let now = try await objects.get(namespaces, namespace: "", name: "old")
                return hasComeBack.load(ordering: .relaxed) && now == nil
            }
            group.cancelAll()
        }
    }

    @Test func `has its accounts, bindings and ranges, again when deleted`() async throws {
        let objects = FakeObjects()
        try await create("plain", in: objects)
        let defaults = NamespaceDefaults(objects: objects, logger: logger)
        try await withThrowingTaskGroup { group in
            group.addTask { try await defaults.run() }
            try await create("later", in: objects)
            for name in ["plain", "later"] {
                try await eventually {
                    let accounts = try await objects.list(KnownResource.serviceAccounts, namespace: name)
                    let bindings = try await objects.list(KnownResource.roleBindings, namespace: name)
                    let namespace = try await objects.get(KnownResource.namespaces, namespace: "", name: name)
                    return accounts.count == 3 && bindings.count == 3
                        && namespace?.annotations[SecurityRanges.userRange] != nil
                }
            }
            _ = try await objects.delete(
                KnownResource.serviceAccounts,
                namespace: "plain",
                name: "default",
                resourceVersion: nil
            )
            try await eventually {
                try await objects.get(KnownResource.serviceAccounts, namespace: "plain", name: "default") != nil
            }
            group.cancelAll()
        }
        let ranges = try await objects.list(KnownResource.namespaces, namespace: nil)
            .compactMap { $0.annotations[SecurityRanges.userRange] }
        #expect(Set(ranges).count == 2)
    }

    @Test func `of an unfinished request is taken away`() async throws {
        let objects = FakeObjects()
        _ = try await objects.create(
            KnownResource.namespaces,
            SeedPlanter.object("v1", "Namespace", "half", annotations: [ProjectRequestBackend.unfinished: "true"])
        )
        let defaults = NamespaceDefaults(objects: objects, logger: logger, patience: .milliseconds(5))
        try await withThrowingTaskGroup { group in
            group.addTask { try await defaults.run() }
            try await eventually {
                try await objects.get(KnownResource.namespaces, namespace: "", name: "half")?.deletionTimestamp != nil
            }
            group.cancelAll()
        }
    }

    @Test func `without which there is no cluster cannot be deleted`() async throws {
        let kind = try #require(OpenShiftResources.stored(KnownResource.namespaces))
        func write(_ name: String) -> AdmittedWrite {
            AdmittedWrite(
                operation: .delete,
                kind: kind,
                subresource: nil,
                user: .anonymous,
                isDryRun: false,
                object: SeedPlanter.object("v1", "Namespace", name),
                old: nil
            )
        }
        for name in ["default", "kube-system", "openshift"] {
            var refused = write(name)
            let status = await #expect(throws: Status.self) { try await NamespaceProtection().admit(&refused) }
            #expect(status?.message == "namespaces \"\(name)\" is forbidden: this namespace may not be deleted")
        }
        var allowed = write("mine")
        try await NamespaceProtection().admit(&allowed)
    }

    @Test func `gets ranges that no other has`() async throws {
        #expect(
            SecurityRanges.annotations(block: 65).map(\.1) == ["s0:c26,c0", "1000650000/10000", "1000650000/10000"]
        )
        #expect(SecurityRanges.block(of: "1000650000/10000") == 65)
        #expect(SecurityRanges.block(of: "12/3") == nil)
        #expect(SecurityRanges.block(of: "") == nil)
        let ranges = SecurityRanges(FakeObjects())
        let blocks = try await withThrowingTaskGroup { group in
            for _ in 0..<50 { group.addTask { try await ranges.reserve().block } }
            return try await group.reduce(into: Set<Int>()) { $0.insert($1) }
        }
        #expect(blocks.count == 50)
    }
}

/// Waits until a condition holds, five minutes at most.
func eventually(_ condition: () async throws -> Bool) async throws {
    let deadline = ContinuousClock.now + .seconds(300)
    while ContinuousClock.now < deadline {
        if try await condition() { return }
        try await Task.sleep(for: .milliseconds(5))
    }
    Issue.record("the condition did not come to hold")
}
