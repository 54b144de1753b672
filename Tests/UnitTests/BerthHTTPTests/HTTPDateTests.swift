import BerthHTTP
import Testing

@Suite struct `An HTTP date` {
    @Test func `is printed as IMF-fixdate`() {
        #expect(HTTPDate.text(of: 784_111_777) == "Sun, 06 Nov 1994 08:49:37 GMT")
    }

    @Test(arguments: [0, 784_111_777, 1_795_000_000, 4_102_444_799] as [Int64])
    func `is read back as it was printed`(_ seconds: Int64) {
        #expect(HTTPDate.seconds(of: HTTPDate.text(of: seconds)) == seconds)
    }

    @Test(arguments: [
        "", "now", "Sun, 06 Nov 1994 08:49:37", "Sun, 99 Nov 1994 08:49:37 GMT", "Sun, 06 Foo 1994 08:49:37 GMT",
    ])
    func `that is none is refused`(_ text: String) {
        #expect(HTTPDate.seconds(of: text) == nil)
    }
}
