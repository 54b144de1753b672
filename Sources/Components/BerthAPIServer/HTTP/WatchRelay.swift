import Synchronization

/// Hands what one task reads to the one that writes, one at a time, beside ticks of a clock.
///
/// The reader waits until its batch was taken: a slow client holds one batch, no queue.
final class WatchRelay<Batch: Sendable>: Sendable {
    /// What the writer is woken for.
    enum Signal: Sendable {
        case batch(Batch)
        case tick
        /// Rights may have changed.
        case doubt
        /// The source ended or failed, the time is over, or the client is gone.
        case ended((any Error)?)
    }

    private struct State {
        var batch: Batch?
        var isTickDue = false
        var isDoubtDue = false
        var isEnded = false
        var error: (any Error)?
        var consumer: CheckedContinuation<Void, Never>?
        var producer: CheckedContinuation<Bool, Never>?
    }

    private let state = Mutex(State())

    /// Waits for the next thing to do; one caller.
    func next() async -> Signal {
        while true {
            let (signal, producer) = state.withLock { state -> (Signal?, CheckedContinuation<Bool, Never>?) in
                if let batch = state.batch {
                    state.batch = nil
                    defer { state.producer = nil }
                    return (.batch(batch), state.producer)
                }
                if state.isEnded { return (.ended(state.error), nil) }
                if state.isDoubtDue {
                    state.isDoubtDue = false
                    return (.doubt, nil)
                }
                if state.isTickDue {
                    state.isTickDue = false
                    return (.tick, nil)
                }
                return (nil, nil)
            }
            producer?.resume(returning: true)
            if let signal { return signal }
            await withCheckedContinuation { continuation in
                let isReady = state.withLock { state in
                    guard state.batch == nil, !state.isEnded, !state.isTickDue, !state.isDoubtDue else {
                        return true
                    }
                    state.consumer = continuation
                    return false
                }
                if isReady { continuation.resume() }
            }
        }
    }

    /// Hands a batch over and waits until it is taken; false when nobody will take more.
    func send(_ batch: Batch) async -> Bool {
        await withCheckedContinuation { continuation in
            let (isOver, consumer) = state.withLock { state -> (Bool, CheckedContinuation<Void, Never>?) in
                guard !state.isEnded else { return (true, nil) }
                state.batch = batch
                state.producer = continuation
                defer { state.consumer = nil }
                return (false, state.consumer)
            }
            if isOver { continuation.resume(returning: false) }
            consumer?.resume()
        }
    }

    /// Wakes the writer for what is due from time to time.
    func tick() {
        let consumer = state.withLock { state in
            state.isTickDue = true
            defer { state.consumer = nil }
            return state.consumer
        }
        consumer?.resume()
    }

    /// Wakes the writer to judge rights anew.
    func doubt() {
        let consumer = state.withLock { state in
            state.isDoubtDue = true
            defer { state.consumer = nil }
            return state.consumer
        }
        consumer?.resume()
    }

    /// Ends, but what was handed over is still taken; only the first call counts.
    func end(_ error: (any Error)? = nil) {
        let waiting = state.withLock {
            state -> (CheckedContinuation<Void, Never>?, CheckedContinuation<Bool, Never>?) in
            guard !state.isEnded else { return (nil, nil) }
            (state.isEnded, state.error) = (true, error)
            defer { (state.consumer, state.producer) = (nil, nil) }
            return (state.consumer, state.producer)
        }
        waiting.0?.resume()
        waiting.1?.resume(returning: false)
    }
}
