import S3
import Testing

@testable import BerthObjectStore

@Suite struct `A listing` {
    private static let keys = ["a", "a/", "a/1", "a/2/x", "a/2/y", "a0", "b/1", "b/2", "c", "\u{e9}", "z/z/z"]

    private static func with(_ body: (ScratchStore) async throws -> Void) async throws {
        try await ScratchStore.with { store in
            for key in keys.shuffled() { try await store.put(key, [1]) }
            try await body(store)
        }
    }

    @Test func `is in the order of bytes`() async throws {
        try await Self.with { store in
            let sorted = Self.keys.sorted { Array($0.utf8).lexicographicallyPrecedes(Array($1.utf8)) }
            let all = try await store.list().names
            #expect(all == sorted)
            #expect(try await store.list(prefix: "a/").names == ["a/", "a/1", "a/2/x", "a/2/y"])
            #expect(try await store.list(prefix: "nothing").names.isEmpty)
            #expect(try await store.list(limit: 0).names.isEmpty)
        }
    }

    @Test func `rolls keys up at the delimiter`() async throws {
        try await Self.with { store in
            let top = try await store.list(delimiter: "/").names
            #expect(top == ["a", "a/*", "a0", "b/*", "c", "z/*", "\u{e9}"])
            #expect(try await store.list(prefix: "a/", delimiter: "/").names == ["a/", "a/1", "a/2/*"])
            #expect(try await store.list(prefix: "z", delimiter: "/z").names == ["z/z*"])
        }
    }

    @Test(arguments: [nil, "/"], [1, 2, 3, 100])
    func `gives the same in pages as in one`(delimiter: String?, limit: Int) async throws {
        try await Self.with { store in
            let whole = try await store.list(delimiter: delimiter).names
            var pages: [String] = []
            var start: ObjectListing.Start? = .beginning
            while let from = start {
                let page = try await store.list(delimiter: delimiter, start: from, limit: limit)
                #expect(page.names.count <= limit)
                pages += page.names
                start = page.next
            }
            #expect(pages == whole)
        }
    }

    @Test func `begins behind a key or behind a prefix`() async throws {
        try await Self.with { store in
            let rest = try await store.list(start: .after(Array("b/1".utf8))).names
            #expect(rest == ["b/2", "c", "z/z/z", "\u{e9}"])
            #expect(
                try await store.list(delimiter: "/", start: .afterPrefix(Array("b/".utf8))).names
                    == ["c", "z/*", "\u{e9}"]
            )
            #expect(try await store.list(prefix: "c", start: .after([0])).names == ["c"])
            #expect(try await store.list(prefix: "a", start: .after(Array("b".utf8))).names.isEmpty)
        }
    }
}
