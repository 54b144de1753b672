import BerthHTTP
import OCI
import Testing

@testable import BerthRegistry

@Suite struct `A registry path` {
    private static let hex = "sha256:" + String(repeating: "0", count: 64)

    @Test func `names what the specification says`() throws {
        let name = try RepositoryName("a/b")
        #expect(try RegistryRoute(path: "/v2/") == .base)
        #expect(try RegistryRoute(path: "/v2") == .base)
        #expect(try RegistryRoute(path: "/v2/_catalog") == .catalog)
        #expect(try RegistryRoute(path: "/v2/a/b/tags/list") == .tags(name))
        #expect(try RegistryRoute(path: "/v2/a/b/manifests/v1") == .manifest(name, reference: "v1"))
        #expect(try RegistryRoute(path: "/v2/a/b/blobs/\(Self.hex)") == .blob(name, digest: Self.hex))
        #expect(try RegistryRoute(path: "/v2/a/b/blobs/uploads/") == .uploads(name))
        #expect(try RegistryRoute(path: "/v2/a/b/blobs/uploads") == .uploads(name))
        #expect(try RegistryRoute(path: "/v2/a/b/blobs/uploads/id") == .upload(name, id: "id"))
        #expect(try RegistryRoute(path: "/v2/a/b/referrers/\(Self.hex)") == .referrers(name, digest: Self.hex))
    }

    @Test func `may have the words of paths in its name`() throws {
        let name = try RepositoryName("manifests/blobs/uploads/tags")
        #expect(try RegistryRoute(path: "/v2/\(name)/manifests/list") == .manifest(name, reference: "list"))
        #expect(try RegistryRoute(path: "/v2/\(name)/tags/list") == .tags(name))
        #expect(try RegistryRoute(path: "/v2/\(name)/blobs/uploads/x") == .upload(name, id: "x"))
    }

    @Test func `is decoded once`() throws {
        let digest = Self.hex.replacing(":", with: "%3A")
        #expect(try RegistryRoute(path: "/v2/a/blobs/\(digest)") == .blob(RepositoryName("a"), digest: Self.hex))
        #expect(throws: RegistryError.self) { try RegistryRoute(path: "/v2/a%252fb/tags/list") }
    }

    @Test(arguments: [
        "/v2/a%2fb/tags/list", "/v2/a%2Fb/tags/list", "/v2/a/../b/tags/list", "/v2/./a/tags/list", "/v2//a/tags/list",
        "//v2/a/tags/list", "/v2/a//tags/list", "/v2/a/tags/list/", "/v2/a/%2e%2e/b/tags/list", "/v2/a/tags/list%00",
        "/v2/a\\b/tags/list", "/v2/A/tags/list", "/v2/a;x/tags/list", "/V2/a/tags/list", "/v2/%61%/tags/list",
        "/v2/a%ff/tags/list", "/v2/a%c3%a9/tags/list", "/v2/a%0a/tags/list", "/v2/_catalog/", "/v2/tags/list",
        "/v2/manifests/x", "/v2/a/manifests/", "/v2/a/blobs/", "/v2/..%2f..%2fetc/passwd/manifests/x", "", "/", "/v1/",
        "/v2/a/manifests", "/v2/a/unknown/x", "/v2x/a/tags/list", "/v2/a/tags/List",
    ])
    func `that is not exactly one of them is refused`(_ path: String) {
        #expect(throws: RegistryError.self) { try RegistryRoute(path: path) }
    }
}

@Suite struct `A page request` {
    private func read(_ query: String) throws(RegistryError) -> PageRequest {
        guard let target = RequestTarget("/v2/a/tags/list" + query) else { throw .pathUnknown }
        return try PageRequest(target, standard: 100, bound: 1000)
    }

    @Test func `is bounded whatever the client asks for`() throws {
        #expect(try read("") == read("?n=100"))
        #expect(try read("?n=0").limit == 0)
        #expect(try read("?n=2147483648").limit == 1000)
        #expect(try read("?n=99999999999999999999").limit == 1000)
        #expect(try read("?n=5&last=a%2Fb").last == "a/b")
    }

    @Test(arguments: [
        "?n=", "?n", "?n=-1", "?n=x", "?n=1.5", "?n=%31x", "?n=0x10", "?n=1e3", "?n=+1", "?n=999999999999999999999",
    ])
    func `refuses what is no number`(_ query: String) {
        #expect(throws: RegistryError.pageSizeInvalid) { try read(query) }
    }

    @Test func `links to what follows without naming a host`() throws {
        let link = try read("?n=5").link(to: "/v2/a/tags/list", after: "x>\r\ny", [("artifactType", "a/b+c")])
        #expect(link == "</v2/a/tags/list?artifactType=a%2Fb%2Bc&last=x%3E%0D%0Ay&n=5>; rel=\"next\"")
    }
}
