import Testing

@testable import Kubernetes

@Suite struct `A duration as Go writes it` {
    @Test(arguments: [
        ("0", Duration.zero), ("90s", .seconds(90)), ("400s", .seconds(400)), ("5m0s", .seconds(300)),
        ("1h30m", .seconds(5400)), ("250ms", .milliseconds(250)), ("1.5m", .seconds(90)), ("+10m", .seconds(600)),
        ("10.0m", .seconds(600)), ("600000000\u{B5}s", .seconds(600)), ("400000ms", .seconds(400)),
    ])
    func `is read`(_ text: String, _ duration: Duration) {
        #expect(DurationText.parse(text) == duration)
    }

    @Test func `may be negative where that has a meaning`() {
        #expect(DurationText.seconds("-2s") == -2)
        #expect(DurationText.seconds("-0") == 0)
    }

    @Test(arguments: [
        "", "5", "x", "-5s", "s", "5 s", "5x", "1.2.3s", "-", "+", "1e9h", "999999999h", "infs", "nan",
        String(repeating: "9", count: 60) + "h",
        String(repeating: "1s", count: 33),
    ])
    func `is nothing when it is none`(_ text: String) {
        #expect(DurationText.parse(text) == nil)
    }
}
