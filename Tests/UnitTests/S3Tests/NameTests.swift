import S3
import Testing

@Suite struct `A bucket name` {
    @Test(arguments: ["ocp-registry", "abc", "my.bucket.name", "1a2", "a--b", "10.0.0.1.a"])
    func `takes what the rules allow`(text: String) {
        #expect(BucketName(text)?.text == text)
    }

    @Test(arguments: [
        "", "ab", "A-b", "a_b", "-abc", "abc-", ".abc", "abc.", "a..b", "a.-b", "a-.b", "192.168.1.1", "xn--abc",
        "abc-s3alias", "a b", "äbc", "abc\0", String(repeating: "a", count: 64),
    ])
    func `refuses what they forbid`(text: String) {
        #expect(BucketName(text) == nil)
    }
}

@Suite struct `An object key` {
    @Test func `is its bytes and nothing else`() throws {
        let composed = try #require(ObjectKey("caf\u{e9}"))
        let decomposed = try #require(ObjectKey("cafe\u{301}"))
        #expect(composed != decomposed)
        #expect(Set([composed, decomposed]).count == 2)
        #expect(ObjectKey("a//b") != ObjectKey("a/b"))
        #expect(ObjectKey("a/../b")?.text == "a/../b")
    }

    @Test func `is compared bytewise`() throws {
        let names = ["Z", "a", "a/", "a/b", "aa", "\u{e9}", "\u{1F600}"]
        let keys = names.compactMap { ObjectKey($0) }
        #expect(keys.shuffled().sorted() == keys)
    }

    @Test func `refuses NUL, nothing, too much and what is no UTF-8`() {
        #expect(ObjectKey("") == nil)
        #expect(ObjectKey("a\0b") == nil)
        #expect(ObjectKey([0xFF]) == nil)
        #expect(ObjectKey([UInt8](repeating: 97, count: 1025)) == nil)
        #expect(ObjectKey([UInt8](repeating: 97, count: 1024)) != nil)
    }
}

@Suite struct `Percent-encoding` {
    @Test func `keeps the unreserved characters only`() {
        #expect(PercentEncoding.encode("a b/c~d*é+") == "a%20b%2Fc~d%2A%C3%A9%2B")
        #expect(PercentEncoding.encode("a/b", keepingSlashes: true) == "a/b")
    }

    @Test func `decodes once`() {
        #expect(PercentEncoding.decode("a%252Fb+c") == Array("a%2Fb+c".utf8))
        #expect(PercentEncoding.decode("a+b", plusIsSpace: true) == Array("a b".utf8))
    }

    @Test(arguments: ["%", "%1", "%zz", "a%%20", "%+1"])
    func `refuses a malformed escape`(text: String) {
        #expect(PercentEncoding.decode(text) == nil)
    }
}

@Suite struct `An entity tag` {
    @Test func `is read with and without quotes`() {
        #expect(ETag("\"abc\"")?.text == "abc")
        #expect(ETag("abc") == ETag("W/\"abc\""))
        #expect(ETag("\"abc") == nil)
        #expect(ETag("a\"b") == nil)
        #expect(ETag("") == nil)
        #expect(ETag("\"\"") == nil)
    }
}

@Suite struct `A wildcard pattern` {
    @Test(arguments: [
        ("*", ""), ("*", "a/b"), ("a*c", "abbc"), ("a*c", "ac"), ("a?c", "abc"), ("a?c", "aéc"), ("**a**", "a"),
        ("bucket/*", "bucket/"), ("s3:Get*", "s3:GetObject"), ("*a*b*c", "xxaxxbxxc"), ("a*?", "ab"),
    ])
    func `matches`(pattern: String, text: String) {
        #expect(WildcardPattern(pattern).matches(text))
    }

    @Test(arguments: [
        ("", "a"), ("a", ""), ("a", "A"), ("bucket/*", "bucket"), ("a?c", "ac"), ("*b", "a"), ("a*b", "abc"),
        ("bucket", "bucket/"), ("a*?", "a"),
    ])
    func `does not match`(pattern: String, text: String) {
        #expect(!WildcardPattern(pattern).matches(text))
    }

    @Test func `does not take for ever`() {
        let pattern = WildcardPattern(String(repeating: "a*", count: 200) + "b")
        #expect(!pattern.matches(String(repeating: "a", count: 4000)))
    }

    @Test func `takes stars literally when told`() {
        var pattern = WildcardPattern("home/")
        pattern.append(literal: "*")
        #expect(pattern.matches("home/*"))
        #expect(!pattern.matches("home/x"))
    }
}
