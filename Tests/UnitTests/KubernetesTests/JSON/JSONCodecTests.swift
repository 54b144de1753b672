import BerthTesting
import Glibc
import NIOCore
import Testing

@testable import Kubernetes

@Suite struct `The JSON codec` {
    private func parse(_ text: String) throws -> JSONValue { try JSONValue(parsing: text.utf8) }

    @Test(arguments: [
        "null", "true", "false", "0", "-1", "9223372036854775807", "-9223372036854775808", "1.50", "1e400", "-0",
        "18446744073709551616", "\"\"", "\"a\"", "[]", "{}", "[[],{}]", #"{"a":[1,{"b":null}],"c":"d"}"#,
        #""\"\\\n\r\t\b\f\u0001""#, "\"é😀\u{2028}\"", #"{"":0}"#,
    ])
    func `gives back what it read`(_ text: String) throws {
        #expect(try parse(text).serialized() == text)
        #expect(try parse(" \t\r\n" + text + " \n").serialized() == text)
    }

    @Test func `reads escapes`() throws {
        #expect(try parse(#""\u00e9\/\ud83d\uDE00\u0000""#) == .string("é/😀\0"))
    }

    @Test(arguments: [
        "", " ", "nul", "nulL", "tru", "01", "-", "+1", "1.", ".5", "1e", "1e+", "--1", "0x1", "NaN", "Infinity", "\"",
        "\"\\x\"", "\"\\u12\"", "\"\\u12g4\"", "\"\u{1}\"", "\"a\nb\"", "[", "[1", "[1,", "[1,]", "[,1]", "[1 2]", "{",
        "{\"a\"",
        "{\"a\":", "{\"a\":1", "{\"a\":1,", "{\"a\":1,}", "{a:1}", "{'a':1}", "{\"a\" 1}", "{1:1}", "1 2", "{}{}",
        "[]]",
        #""\ud800""#, #""\ud800\u0041""#, #""\udc00""#, "{\"a\":1}x", "\u{FEFF}{}", "// c\n1", "[1]//",
    ])
    func `refuses what is no JSON`(_ text: String) {
        #expect(throws: JSONError.self) { try parse(text) }
    }

    @Test(
        arguments: [
            [0x22, 0xFF, 0x22], [0x22, 0xC0, 0x80, 0x22], [0x22, 0xED, 0xA0, 0x80, 0x22], [0x22, 0xE2, 0x82, 0x22],
        ] as [[UInt8]]
    )
    func `refuses text that is not UTF-8`(_ bytes: [UInt8]) {
        #expect(throws: JSONError.invalidText(offset: 1)) { try JSONValue(parsing: bytes) }
    }

    @Test func `keeps the digits of numbers`() throws {
        #expect(try parse("-9223372036854775809") == .decimal("-9223372036854775809"))
        #expect(try parse("1.0") == .decimal("1.0"))
        #expect(try parse("-12") == .integer(-12))
    }

    @Test func `says where it stopped`() {
        #expect(throws: JSONError.syntax("invalid character '}' looking for beginning of value", offset: 5)) {
            try parse("{\"a\":}")
        }
        #expect(throws: JSONError.unexpectedEnd) { try parse("{\"a\"") }
    }

    @Test func `names members that come twice, and takes the last`() throws {
        var duplicates: [String] = []
        let text = #"{"spec":{"list":[0,{"n":1,"n":2},{"\u006d":1,"m":3}]},"kind":"A","kind":"B"}"#
        let value = try JSONValue.parse(text.utf8, duplicates: &duplicates)
        #expect(duplicates == ["spec.list[1].n", "spec.list[2].m", "kind"])
        #expect(value.serialized() == #"{"spec":{"list":[0,{"n":2},{"m":3}]},"kind":"B"}"#)
    }

    @Test func `takes canonically equivalent names as two`() throws {
        var duplicates: [String] = []
        let value = try JSONValue.parse("{\"\u{e9}\":1,\"e\u{301}\":2}".utf8, duplicates: &duplicates)
        #expect(duplicates.isEmpty)
        #expect(value.object?.count == 2)
        #expect(value["e\u{301}"] == 2)
        #expect(JSONValue.string("\u{e9}") != .string("e\u{301}"))
        #expect(JSONValue.string("\u{1e69}\u{300}") != .string("\u{1e63}\u{300}"))
    }

    @Test func `compares objects without regard to order`() throws {
        #expect(try parse(#"{"a":1,"b":[{"c":2,"d":3}]}"#) == parse(#"{"b":[{"d":3,"c":2}],"a":1}"#))
        #expect(try parse(#"{"a":1,"b":2}"#) != parse(#"{"a":1,"c":2}"#))
        #expect(try parse("[1,2]") != parse("[2,1]"))
        #expect(try parse("1") != parse("1.0"))
    }

    @Test func `stays within its limits`() throws {
        let limits = JSONLimits(depthLimit: 3, nodeLimit: 5)
        #expect(throws: JSONError.tooDeep(limit: 3)) { try JSONValue(parsing: "[[[[]]]]".utf8, limits: limits) }
        #expect(throws: JSONError.tooDeep(limit: 3)) { try JSONValue(parsing: "[[[[1]]]]".utf8, limits: limits) }
        #expect(throws: Never.self) { try JSONValue(parsing: "[[[1]]]".utf8, limits: limits) }
        #expect(throws: JSONError.tooManyValues(limit: 5)) {
            try JSONValue(parsing: "[1,2,3,4,5]".utf8, limits: limits)
        }
        #expect(JSONLimits(depthLimit: 1_000_000).depthLimit == JSONLimits.deepest)
    }

    @Test func `reads from a buffer without moving its reader`() throws {
        var buffer = ByteBuffer(string: "x{\"a\":1}")
        buffer.moveReaderIndex(forwardBy: 1)
        let value = try JSONValue(parsing: buffer)
        #expect(buffer.readableBytes == 7)
        var written = ByteBuffer()
        value.write(to: &written)
        #expect(written == buffer)
        #expect(try JSONValue(parsing: Array(buffer.readableBytesView)) == value)
        #expect(try JSONValue(parsing: AnyCollection(Array(buffer.readableBytesView))) == value)
    }

    @Test func `walks and frees the deepest tree on a small stack`() throws {
        let depth = JSONLimits.deepest
        let isSame = try SmallStack.run {
            let arrays = String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
            let objects = String(repeating: "{\"a\":", count: depth) + "1" + String(repeating: "}", count: depth)
            for text in [arrays, objects] {
                var value = try JSONValue(parsing: text.utf8)
                let twin = try JSONValue(parsing: text.utf8)
                guard value == twin, value.depth == depth, value.serialized() == text else { return false }
                value = .null
                guard value != twin else { return false }
            }
            return true
        }
        #expect(isSame)
    }

    @Test func `takes thousands of members in time that grows with their number`() throws {
        let members = (0..<40_000).map { "\"member-\($0)\":\($0)" }
        let time = try CPUTime.measure {
            var value = try parse("{" + members.joined(separator: ",") + "}")
            for number in 0..<40_000 { #expect(value["member-\(number)"]?.integer == Int64(number)) }
            value.set("x", at: ["member-7"])
            value.set(nil, at: ["member-8"])
            value.set("y", at: ["new"])
            #expect(value["member-7"] == "x" && value["member-8"] == nil && value["new"] == "y")
            #expect(value["member-39999"] == 39_999)
        }
        #expect(time < .seconds(60))
    }
}
