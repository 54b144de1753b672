import OCI
import Testing

@Suite struct `A repository name` {
    @Test(arguments: [
        "a", "library/alpine", "a/b/c/d/e", "a.b", "a_b", "a__b", "a-b", "a---b", "0/9", "manifests/tags/list",
        "x/blobs/uploads", String(repeating: "a", count: 255),
    ])
    func `accepts what the specification's grammar accepts`(_ text: String) throws {
        #expect(try RepositoryName(text).text == text)
    }

    @Test(arguments: [
        "", "/", "a/", "/a", "a//b", "A", "a/B", ".", "..", "a/./b", "a/../b", "-a", "a-", "a..b", "a._b", "a___b",
        "a.-b", "_a", "a b", "a%2fb", "a\\b", "a:b", "a@b", "ä", "a\u{301}", "a\n", "a\0", "a?b", "a;b",
        String(repeating: "a", count: 256),
    ])
    func `refuses everything else`(_ text: String) {
        #expect(throws: ParseError.self) { try RepositoryName(text) }
    }
}

@Suite struct `A tag` {
    @Test(arguments: ["a", "_", "latest", "v1.2.3-rc.1", "A_b", "0", String(repeating: "x", count: 128)])
    func `accepts what the specification's grammar accepts`(_ text: String) throws {
        #expect(try Tag(text).text == text)
    }

    @Test(arguments: ["", ".a", "-a", "a/b", "a b", "a:b", "é", "a\n", "..", String(repeating: "x", count: 129)])
    func `refuses everything else`(_ text: String) {
        #expect(throws: ParseError.self) { try Tag(text) }
    }

    @Test func `names the referrers of a subject as the tag schema says`() throws {
        let long = String(repeating: "a", count: 128)
        #expect(Tag(referrersOf: try Digest("sha512:" + long)).text == "sha512-" + long.prefix(64))
    }
}

@Suite struct `A reference` {
    @Test func `is a digest when it has a colon and a tag when not`() throws {
        let digest = "sha256:" + String(repeating: "0", count: 64)
        #expect(try Reference(digest) == .digest(Digest(digest)))
        #expect(try Reference("v1") == .tag(Tag("v1")))
        #expect(throws: ParseError.self) { try Reference("sha256:short") }
    }
}

@Suite struct `A content range` {
    @Test func `is inclusive on both ends`() throws {
        let range = try ContentRange("5-9")
        #expect(range.first == 5)
        #expect(range.count == 5)
    }

    @Test(arguments: [
        "", "-", "1-", "-1", "5-4", "a-b", "1-2-3", " 1-2", "1-2 ", "+1-2", "bytes 0-1/2", "0-9223372036854775807",
        "99999999999999999999-99999999999999999999", "٠-١",
    ])
    func `refuses what is not two numbers in order`(_ text: String) {
        #expect(throws: ParseError.self) { try ContentRange(text) }
    }
}

@Suite struct `A media type` {
    @Test func `drops the parameters of a header field`() {
        #expect(MediaType("application/json; charset=utf-8")?.text == "application/json")
        #expect(MediaType(" application/vnd.oci.image.index.v1+json ") == .ociIndex)
    }

    @Test(arguments: ["", "application", "a/b/c", "a b/c", "/", "a/", "a/\n", "text/html, text/plain"])
    func `refuses what is none`(_ text: String) {
        #expect(MediaType(text) == nil)
    }
}
