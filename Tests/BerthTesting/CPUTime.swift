import Glibc

/// What work costs the thread that does it: other work on the machine, and pauses of the thread, do not count.
package enum CPUTime {
    /// The processor time that `body` takes.
    package static func measure(_ body: () throws -> Void) rethrows -> Duration {
        let begin = now()
        try body()
        return now() - begin
    }

    private static func now() -> Duration {
        // whoever defines the time's type, here none of its members is needed: seconds and nanoseconds
        let (seconds, nanoseconds) = withUnsafeTemporaryAllocation(of: (Int, Int).self, capacity: 1) { buffer in
            buffer[0] = (0, 0)
            buffer.withMemoryRebound(to: timespec.self) { time in
                if let time = time.baseAddress { clock_gettime(CLOCK_THREAD_CPUTIME_ID, time) }
            }
            return buffer[0]
        }
        return .seconds(seconds) + .nanoseconds(nanoseconds)
    }
}
