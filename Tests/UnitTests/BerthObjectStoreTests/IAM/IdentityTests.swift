import Foundation
import S3
import Testing

@testable import BerthObjectStore

@Suite struct `Users and policies` {
    private static func user(_ name: String, policies: [String] = []) -> UserRecord {
        UserRecord(
            accessKey: name,
            secretKey: "secret of \(name)",
            status: .enabled,
            created: Date(milliseconds: 1000),
            policies: policies
        )
    }

    @Test func `are known at once, after a restart, and to a rebuilt index`() async throws {
        try await ScratchStore.withDirectory { directory in
            var store = try await ScratchStore.open(directory)
            _ = try await store.engine.putPolicy(name: "read", document: "{}")
            try await store.engine.createUser(Self.user("ann", policies: ["read"]))
            #expect(store.engine.iam.user("ann") == Self.user("ann", policies: ["read"]))
            for rebuilds in [false, true] {
                try await store.engine.close()
                if rebuilds { try EngineOpening.removeIndex("\(directory)/index.sqlite") }
                store = try await ScratchStore.open(directory)
                let iam = store.engine.iam
                #expect(iam.user("ann") == Self.user("ann", policies: ["read"]))
                #expect(iam.user("ann").map { iam.policies(of: $0).map(\.document) } == ["{}"])
            }
            try await store.engine.close()
        }
    }

    @Test func `are changed under rules`() async throws {
        try await ScratchStore.with { store in
            let engine = store.engine
            await #expect(throws: StoreError.noSuchPolicy) {
                try await engine.createUser(Self.user("ann", policies: ["none"]))
            }
            _ = try await engine.putPolicy(name: "read", document: "{}")
            try await engine.createUser(Self.user("ann", policies: ["read"]))
            await #expect(throws: StoreError.userAlreadyExists) { try await engine.createUser(Self.user("ann")) }
            await #expect(throws: StoreError.policyInUse) { try await engine.deletePolicy("read") }
            await #expect(throws: StoreError.noSuchUser) { try await engine.deleteUser("bob") }
            let generation = engine.iam.generation
            _ = try await engine.updateUser("ann") { user in
                UserRecord(
                    accessKey: user.accessKey,
                    secretKey: user.secretKey,
                    status: .disabled,
                    created: user.created,
                    policies: []
                )
            }
            #expect(engine.iam.generation > generation)
            #expect(engine.iam.user("ann")?.status == .disabled)
            try await engine.deletePolicy("read")
            try await engine.deleteUser("ann")
            #expect(engine.iam.users.isEmpty)
        }
    }
}
