import Glibc

/// The system's clock.
package enum WallClock {
    /// Seconds since 1970.
    package static func now() -> Double {
        var now = timespec()
        clock_gettime(CLOCK_REALTIME, &now)
        return Double(now.tv_sec) + Double(now.tv_nsec) / 1e9
    }
}
