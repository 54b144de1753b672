import BerthTesting
import Foundation
import Testing

@Suite(.timeLimit(.minutes(10)))
struct `The lists of a registry` {
    struct Tags: Decodable {
        let name: String
        let tags: [String]?
    }
    struct Catalog: Decodable { let repositories: [String] }

    private func tags(_ registry: RegistryServer, _ query: String = "") async throws -> (names: [String], link: String?)
    {
        let reply = try await registry.call("GET", "list/image/tags/list\(query)")
        #expect(reply.status == 200)
        let body = try JSONDecoder().decode(Tags.self, from: Data(reply.body))
        #expect(body.name == "list/image")
        return (body.tags ?? [], reply["Link"])
    }

    private func fill(_ registry: RegistryServer) async throws -> [String] {
        let image = SampleImage(seed: 60)
        // names that are each other's prefix, and letters whose order depends on who sorts
        let names = ["0.1.2", "0.1.20", "0.1", "Z", "a", "_under", "latest", "v1-rc.1", "v1", "v10", "v2"]
        try await registry.push(image, to: "list/image", as: names[0])
        for name in names.dropFirst() { try await registry.push(manifest: image.manifest, to: "list/image", as: name) }
        return names.sorted { Array($0.utf8).lexicographicallyPrecedes(Array($1.utf8)) }
    }

    @Test(arguments: RegistryKind.judged)
    func `name every tag, in byte order`(_ kind: RegistryKind) async throws {
        try await judge(kind) { _, registry in
            let names = try await fill(registry)
            let listed = try await tags(registry).names
            // 2.8 lists them as its folder does
            #expect(kind == .peer ? Set(listed) == Set(names) : listed == names)
        }
    }

    @Test(arguments: RegistryKind.judged)
    func `go on after the last that was seen, whether it still exists or not`(_ kind: RegistryKind) async throws {
        try await judge(kind, peerFails: "2.8 knows neither n nor last") { _, registry in
            let names = try await fill(registry)
            #expect(try await tags(registry, "?n=3").names == Array(names[..<3]))
            #expect(try await tags(registry, "?n=3&last=\(names[2])").names == Array(names[3..<6]))
            #expect(try await tags(registry, "?last=\(names[9])").names == Array(names[10...]))
            #expect(try await tags(registry, "?n=0").names.isEmpty)
            let after = names.filter { $0 > "m" && $0.first?.isLowercase == true }
            #expect(try await tags(registry, "?last=m").names == after)
            #expect(try await tags(registry, "?last=zzz").names.isEmpty)
        }
    }

    @Test(arguments: RegistryKind.judged)
    func `link every page to the next`(_ kind: RegistryKind) async throws {
        try await judge(kind, peerFails: "2.8 does not page tags") { _, registry in
            let names = try await fill(registry)
            var seen: [String] = []
            var query = "?n=4"
            for _ in 0..<10 {
                let page = try await tags(registry, query)
                #expect(page.names.count <= 4)
                seen += page.names
                guard let link = page.link else { break }
                #expect(link.contains(#"rel="next""#))
                query = String(try #require(link.split(separator: ">").first).drop { $0 != "?" })
            }
            #expect(seen == names)
        }
    }

    @Test(arguments: RegistryKind.judged)
    func `refuse or bound a page size that no one can mean`(_ kind: RegistryKind) async throws {
        try await judge(kind, peerFails: "2.8 answers 404 for an empty registry's bad n, and ignores n") {
            _,
            registry in
            _ = try await fill(registry)
            for n in ["-1", "2147483648", "99999999999999999999", "x", "1e3", " 5", "0x10", ""] {
                for path in ["_catalog", "list/image/tags/list"] {
                    let value = n.replacing(" ", with: "%20")
                    let reply = try await registry.call("GET", "\(path)?n=\(value)")
                    #expect(reply.status == 200 || reply.status == 400, "\(path) \(n)")
                    if ["-1", "x"].contains(n) {
                        #expect(reply.status == 400, "\(path) \(n)")
                        #expect(reply.distributionErrorCode == "PAGINATION_NUMBER_INVALID", "\(path) \(n)")
                    }
                }
            }
        }
    }

    @Test(arguments: RegistryKind.judged)
    func `of tags are 404 for a repository that nobody pushed to`(_ kind: RegistryKind) async throws {
        try await judge(kind) { _, registry in
            let reply = try await registry.call("GET", "list/nobody/tags/list")
            #expect(reply.status == 404)
            #expect(reply.distributionErrorCode == "NAME_UNKNOWN")
        }
    }

    @Test(arguments: RegistryKind.judged)
    func `of repositories name each once, in pages`(_ kind: RegistryKind) async throws {
        try await judge(kind) { _, registry in
            let image = SampleImage(seed: 61)
            let names = ["a", "a-b", "a/b", "a/b/c", "library/x", "z"]
            for name in names { try await registry.push(image, to: name, as: "v1") }
            let all = try await registry.call("GET", "_catalog")
            #expect(all.status == 200)
            let listed = try JSONDecoder().decode(Catalog.self, from: Data(all.body)).repositories
            #expect(Set(listed) == Set(names))
            #expect(listed.count == names.count)
            var seen: [String] = []
            var query = "?n=2"
            for _ in 0..<10 {
                let reply = try await registry.call("GET", "_catalog\(query)")
                let page = try JSONDecoder().decode(Catalog.self, from: Data(reply.body)).repositories
                #expect(page.count <= 2)
                seen += page
                guard let link = reply["Link"] else { break }
                query = String(try #require(link.split(separator: ">").first).drop { $0 != "?" })
            }
            #expect(seen == listed)
        }
    }
}
