import NIOCore
import Testing

@testable import BerthCommands

@Suite struct `A health check` {
    @Test func `says plainly that nobody answers`() async {
        let outcome = await HealthProbe.outcome(
            "http://127.0.0.1:1/readyz",
            trust: .system(pki: nil),
            timeout: .minutes(5)
        )
        #expect(outcome == .failed("connection refused"))
        #expect(await HealthProbe.isReady("https://127.0.0.1:1") == false)
    }

    @Test func `takes what is no URL for a mistake`() async {
        let outcome = await HealthProbe.outcome("/readyz", trust: .anybody)
        #expect(outcome == .failed("this is no URL such as https://host:port"))
    }
}
