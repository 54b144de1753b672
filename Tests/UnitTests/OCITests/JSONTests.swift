import OCI
import Testing

@Suite struct `JSON` {
    private func parse(_ text: String) -> JSONValue? { JSONParser.parse(Array(text.utf8)) }

    @Test func `keeps the order of members and the text of numbers`() {
        let value = parse(#" {"b" : [1, -0.5e+3, true, false, null], "a" : "x"} "#)
        #expect(
            value
                == .object([
                    JSONMember(
                        "b",
                        .array([.number("1"), .number("-0.5e+3"), .bool(true), .bool(false), .null])
                    ),
                    JSONMember("a", .string("x")),
                ])
        )
    }

    @Test func `decodes escapes and surrogate pairs`() {
        #expect(parse(#""\u0041\n\"\\\/\ud83d\ude00""#) == .string("A\n\"\\/😀"))
    }

    @Test(arguments: [
        "", " ", "{", "}", "[", "[1,]", "{\"a\":1,}", "{\"a\"}", "{a:1}", "01", "1.", ".5", "+1", "1e", "-", "tru",
        "nul", "\"", "\"\n\"", "\"\\x\"", "\"\\ud800\"", "\"\\ud800\\u0041\"", "\"\\udc00\"", "\"\\u12\"", "1 2",
        "[] []",
        "{\"a\":1,\"a\":2}", "{\"a\":1,\"\\u0061\":2}", "[1 2]", "'a'", "NaN", "\u{feff}{}",
    ])
    func `refuses what is not exactly one value`(_ text: String) {
        #expect(parse(text) == nil)
    }

    @Test func `refuses invalid UTF-8`() {
        #expect(JSONParser.parse([0x22, 0xff, 0x22]) == nil)
        #expect(JSONParser.parse([0x22, 0x5c, 0x6e, 0xc3, 0x22]) == nil)
    }

    @Test func `stops at its depth and not at the end of the stack`() {
        let fine = String(repeating: "[", count: 32) + String(repeating: "]", count: 32)
        #expect(parse(fine) != nil)
        #expect(parse("[" + fine + "]") == nil)
        #expect(parse(String(repeating: "[", count: 1_000_000)) == nil)
        #expect(parse(String(repeating: "{\"a\":", count: 100_000)) == nil)
    }

    @Test func `is printed so that it reads the same`() {
        let value = JSONValue.object([JSONMember("a\"\\\n\u{1}<", .array([.string("é😀"), .number("12"), .null]))])
        #expect(JSONParser.parse(JSONWriter.bytes(of: value)) == value)
    }

    @Test func `survives any bytes`() {
        var state: UInt64 = 42
        let letters = Array("{}[]\",:\\u0123tfn eE+-.\u{7f}".utf8)
        for _ in 0..<20_000 {
            var bytes: [UInt8] = []
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            for _ in 0..<Int(state >> 60) {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                bytes.append(letters[Int(state >> 33) % letters.count])
            }
            _ = JSONParser.parse(bytes)
        }
    }
}
