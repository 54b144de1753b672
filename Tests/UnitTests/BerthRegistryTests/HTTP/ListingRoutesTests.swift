import BerthTesting
import NIOCore
import OCI
import Testing

@testable import BerthRegistry

@Suite struct `Lists` {
    private static func link(_ digest: Digest, _ paths: [StoragePath], _ driver: any StorageDriver) async throws {
        for path in paths { try await driver.put(ByteBuffer(string: digest.text), at: path, condition: .none) }
    }

    private static let digest = Array("x".utf8).withUnsafeBytes { Digest.of($0) }

    private static func walk(
        _ registry: RunningRegistry,
        _ path: String,
        _ key: String
    ) async throws -> [String] {
        var found: [String] = []
        var next: String? = path
        while let target = next {
            let reply = try await registry.http.request("GET", target)
            #expect(reply.status == 200)
            guard case .array(let names)? = JSONParser.parse(reply.body)?[key] else { break }
            found += names.compactMap(\.text)
            next = reply["Link"].map { String($0.dropFirst().prefix { $0 != ">" }) }
        }
        return found
    }

    @Test(arguments: [1, 2, 3, 7, 1000])
    func `of tags are in the order of bytes, also where one name begins another`(_ size: Int) async throws {
        let tags = ["0.1.2", "0.1.2-rc", "0.1.2.1", "0.1.20", "A", "_x", "a", "a-1", "a.b", "a0", "latest"]
        let driver = InMemoryStorageDriver()
        let name = try RepositoryName("a/b")
        try await Self.link(
            Self.digest,
            try tags.map { StoragePaths.tagLink(try Tag($0), in: name) },
            driver
        )
        try await RunningRegistry.run(over: driver) { registry in
            #expect(try await Self.walk(registry, "/v2/a/b/tags/list?n=\(size)", "tags") == tags)
            #expect(try await Self.walk(registry, "/v2/a/b/tags/list", "tags") == tags)
            let behind = try await Self.walk(registry, "/v2/a/b/tags/list?last=0.1.2-zzz", "tags")
            #expect(behind == Array(tags[2...]))
        }
    }

    @Test func `of tags know what is no number, no repository and no tag`() async throws {
        let driver = InMemoryStorageDriver()
        let name = try RepositoryName("a")
        try await Self.link(Self.digest, [StoragePaths.layerLink(Self.digest, in: name)], driver)
        try await RunningRegistry.run(over: driver) { registry in
            let none = try await registry.http.request("GET", "/v2/b/tags/list")
            #expect(none.status == 404 && none.distributionErrorCode == "NAME_UNKNOWN")
            let empty = try await registry.http.request("GET", "/v2/a/tags/list?n=0")
            #expect(empty.text == #"{"name":"a","tags":[]}"# && empty["Link"] == nil)
            for query in ["n=-1", "n=x", "n="] {
                #expect(try await registry.http.request("GET", "/v2/a/tags/list?\(query)").status == 400)
            }
        }
    }

    @Test(arguments: [1, 2, 100])
    func `of repositories have each once`(_ size: Int) async throws {
        let names = ["a", "a/b", "a/b/c", "a-b", "a.b/x", "b/c/d/e", "z"]
        let driver = InMemoryStorageDriver()
        for name in names {
            let repository = try RepositoryName(name)
            try await Self.link(
                Self.digest,
                [
                    StoragePaths.layerLink(Self.digest, in: repository),
                    StoragePaths.tagLink(try Tag("t"), in: repository),
                ],
                driver
            )
        }
        try await RunningRegistry.run(over: driver) { registry in
            #expect(try await Self.walk(registry, "/v2/_catalog?n=\(size)", "repositories") == names)
            let behind = try await Self.walk(registry, "/v2/_catalog?n=9&last=a/a", "repositories")
            #expect(behind == Array(names[1...]))
            #expect(try await registry.http.request("GET", "/v2/_catalog?last=../x").status == 400)
        }
    }
}
