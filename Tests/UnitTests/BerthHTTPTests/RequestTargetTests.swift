import BerthHTTP
import Testing

@Suite struct `A request target` {
    @Test func `splits path and query and normalises nothing`() throws {
        let target = try #require(RequestTarget("/v2/a%2Fb/../c//d/?n=1&last=&flag&a=b=c"))
        #expect(target.rawPath == "/v2/a%2Fb/../c//d/")
        #expect(target.query.map(\.name) == ["n", "last", "flag", "a"])
        #expect(target.query.map(\.value) == ["1", "", nil, "b=c"])
        #expect(target.rawQuery == "n=1&last=&flag&a=b=c")
    }

    @Test func `takes the path of an absolute form`() throws {
        #expect(try #require(RequestTarget("http://host:5000/v2/?x")).rawPath == "/v2/")
        #expect(RequestTarget("http:///v2/") == nil)
    }

    @Test(arguments: ["", "*", "v2/", "/a b", "/a#b", "/a\u{0}", "/ä", "ftp://host/x", "http://host"])
    func `refuses what is no path`(_ text: String) {
        #expect(RequestTarget(text) == nil)
    }

    @Test func `decodes escapes once`() {
        #expect(RequestTarget.decode("a%252Fb%00+") == Array("a%2Fb\u{0}+".utf8))
        #expect(RequestTarget.decode("a+b", plusIsSpace: true) == Array("a b".utf8))
    }

    @Test(arguments: ["%", "%4", "%zz", "a%2", "%+1"])
    func `refuses malformed escapes`(_ text: String) {
        #expect(RequestTarget.decode(text) == nil)
    }
}
