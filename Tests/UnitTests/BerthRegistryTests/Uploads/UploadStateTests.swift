import OCI
import Testing

@testable import BerthRegistry

@Suite struct `An upload` {
    private let now = ContinuousClock.now

    private func state(at offset: Int64) -> UploadState {
        var state = UploadState(now: now)
        _ = state.beginWriting(range: nil, length: nil, now: now)
        state.advance(by: offset, now: now)
        state.endWriting(now: now)
        return state
    }

    @Test func `takes the next chunk`() throws {
        var state = state(at: 10)
        #expect(state.beginWriting(range: try ContentRange("10-19"), length: 10, now: now) == .append)
    }

    @Test(arguments: ["0-9", "9-19", "11-20", "1000-1001"])
    func `refuses a chunk that is not the next one and stays as it is`(_ text: String) throws {
        var state = state(at: 10)
        let before = state
        #expect(state.beginWriting(range: try ContentRange(text), length: nil, now: now) == .reject(resumeFrom: 10))
        #expect(state == before)
        #expect(state.beginWriting(range: try ContentRange("10-10"), length: 1, now: now) == .append)
    }

    @Test func `appends a stream that has no range`() {
        var state = state(at: 10)
        #expect(state.beginWriting(range: nil, length: nil, now: now) == .append)
    }

    @Test func `refuses a range that is not as long as the body`() throws {
        var state = state(at: 0)
        #expect(state.beginWriting(range: try ContentRange("0-9"), length: 9, now: now) == .contradiction)
    }

    @Test func `has one writer at a time`() {
        var state = state(at: 0)
        #expect(state.beginWriting(range: nil, length: nil, now: now) == .append)
        #expect(state.beginWriting(range: nil, length: nil, now: now) == .busy)
        state.endWriting(now: now)
        #expect(state.beginWriting(range: nil, length: nil, now: now) == .append)
    }

    @Test func `that has ended takes nothing`() {
        var idle = state(at: 5)
        let freesNow = idle.end()
        #expect(freesNow)
        #expect(idle.beginWriting(range: nil, length: nil, now: now) == .over)
        var busy = state(at: 5)
        _ = busy.beginWriting(range: nil, length: nil, now: now)
        let freesBusy = busy.end()
        #expect(!freesBusy)
        busy.endWriting(now: now)
        #expect(busy.isOver)
    }

    @Test func `expires when nobody touches it, but not under its writer`() {
        var state = state(at: 5)
        #expect(!state.isExpired(after: .seconds(10), now: now + .seconds(10)))
        #expect(state.isExpired(after: .seconds(10), now: now + .seconds(11)))
        _ = state.beginWriting(range: nil, length: nil, now: now)
        #expect(!state.isExpired(after: .seconds(10), now: now + .seconds(99)))
    }
}
