import BerthHTTP
import Testing

@Suite struct `A byte range` {
    @Test(
        arguments: [
            ("bytes=0-", 0..<10), ("bytes=0-0", 0..<1), ("bytes=5-100", 5..<10), ("bytes=-3", 7..<10),
            ("bytes=-99", 0..<10),
            ("Bytes=2-4", 2..<5),
        ] as [(String, Range<Int64>)]
    )
    func `is cut to the representation`(_ header: String, _ expected: Range<Int64>) {
        #expect(ByteRange(header, length: 10) == .satisfiable(expected))
    }

    @Test(arguments: ["bytes=10-", "bytes=99-100", "bytes=-0", "bytes=99999999999999999999-"])
    func `beyond the end is unsatisfiable`(_ header: String) {
        #expect(ByteRange(header, length: 10) == .unsatisfiable)
    }

    @Test(arguments: [
        nil, "", "bytes=", "bytes=a-b", "bytes=5-2", "bytes=0-1,3-4", "items=0-1", "bytes=+1-2", "bytes=--1",
    ])
    func `that says nothing clear is ignored`(_ header: String?) {
        #expect(ByteRange(header, length: 10) == .ignored)
    }

    @Test func `of an empty representation is unsatisfiable`() {
        #expect(ByteRange("bytes=0-", length: 0) == .unsatisfiable)
        #expect(ByteRange("bytes=-5", length: 0) == .unsatisfiable)
    }
}
