import BerthRegistry
import NIOCore

extension StorageDriverSuite {
    private static let names = ["a", "a-1/x", "a/x", "a/y/z", "a.b/x", "a0/x", "B/x", "b", "é/x"]

    static let listings = [
        StorageDriverSuite("lists children in the order of their sort keys") { driver in
            try await put(driver, names.filter { $0 != "a" })
            let page = try await driver.children(of: repository, after: nil, limit: 100)
            try expect(
                page.entries.map(\.sortKey) == ["B/", "a-1/", "a.b/", "a/", "a0/", "b", "é/"] && !page.isTruncated,
                "all children, not \(page)"
            )
        },
        StorageDriverSuite("lists children page by page") { driver in
            try await put(driver, names.filter { $0 != "a" })
            for limit in 1...7 {
                var found: [String] = []
                var after: String?
                while true {
                    let page = try await driver.children(of: repository, after: after, limit: limit)
                    try expect(page.entries.count <= limit, "at most \(limit)")
                    found += page.entries.map(\.sortKey)
                    after = page.entries.last?.sortKey
                    guard page.isTruncated else { break }
                }
                try expect(found == ["B/", "a-1/", "a.b/", "a/", "a0/", "b", "é/"], "each once by \(limit): \(found)")
            }
            let behind = try await driver.children(of: repository, after: "a", limit: 100)
            try expect(behind.entries.map(\.sortKey).first == "a-1/", "a name that is there as a place to start")
            let between = try await driver.children(of: repository, after: "a/", limit: 100)
            try expect(between.entries.map(\.sortKey).first == "a0/", "not the folder that was the last one")
        },
        StorageDriverSuite("lists the objects anywhere below by their names") { driver in
            let all = ["a-1/x", "a.b/x", "a/x", "a/y/z", "a0/x", "b"]
            try await put(driver, all.reversed())
            for limit in [1, 2, 5, 6, 100] {
                var found: [String] = []
                var after: String?
                while true {
                    let page = try await driver.objects(below: repository, after: after, limit: limit)
                    found += page.entries.map(\.name)
                    after = page.entries.last?.name
                    guard page.isTruncated else { break }
                }
                try expect(found == all, "each once by \(limit): \(found)")
            }
            let inner = try await driver.objects(below: path("a"), after: nil, limit: 10)
            try expect(inner.entries.map(\.name) == ["x", "y/z"], "names relative to the folder")
        },
        StorageDriverSuite("lists nothing where nothing is left") { driver in
            try await put(driver, ["t/v1/current/link", "t/v2/current/link"])
            try await driver.delete([path("t/v1/current/link")])
            let page = try await driver.children(of: path("t"), after: nil, limit: 10)
            try expect(page.entries.map(\.name) == ["v2"], "no empty folder")
            try await driver.delete([path("t/v2/current/link")])
            for folder in [path("t"), path("never")] {
                let children = try await driver.children(of: folder, after: nil, limit: 10)
                let objects = try await driver.objects(below: folder, after: nil, limit: 10)
                try expect(children.entries.isEmpty && objects.entries.isEmpty, "nothing below \(folder)")
            }
        },
    ]
}
