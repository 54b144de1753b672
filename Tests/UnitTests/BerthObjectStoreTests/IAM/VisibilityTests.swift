import Testing

@testable import BerthObjectStore

@Suite struct `A change of rights` {
    @Test func `is seen by whoever was told of it`() async throws {
        try await ScratchStore.with { store in
            for round in 0..<100 {
                _ = try await store.engine.putPolicy(name: "policy\(round)", document: "{}")
                #expect(store.engine.iam.policies["policy\(round)"] != nil)
                try await store.engine.deletePolicy("policy\(round)")
                #expect(store.engine.iam.policies["policy\(round)"] == nil)
            }
        }
    }
}
