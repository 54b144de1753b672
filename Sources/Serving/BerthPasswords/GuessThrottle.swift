import Glibc
import Synchronization

/// Slows down whoever guesses passwords, per user and address, so that nobody can lock somebody else out.
package final class GuessThrottle: Sendable {
    private struct Record {
        var failures: Int
        var last: ContinuousClock.Instant
    }

    /// Failures that cost nothing.
    private static let freeFailures = 8
    /// Failures are forgotten after so long without one.
    private static let memory: Duration = .seconds(300)
    private static let recordsLimit = 10_000
    private static let longestWait = 30

    private let records = Mutex<[String: Record]>([:])

    /// A throttle that has seen nobody.
    package init() {}

    /// The seconds that this user at this address has to wait before a password is looked at; 0 to go ahead.
    package func wait(user: String, address: String?, now: ContinuousClock.Instant = .now) -> Int {
        records.withLock { records in
            guard let record = records[Self.key(user, address)], record.failures > Self.freeFailures else { return 0 }
            let wait = min(1 << min(record.failures - Self.freeFailures - 1, 5), Self.longestWait)
            let passed = now - record.last
            return passed >= .seconds(wait) ? 0 : wait - Int(passed.components.seconds)
        }
    }

    /// Notes a wrong password.
    package func failed(user: String, address: String?, now: ContinuousClock.Instant = .now) {
        records.withLock { records in
            if records.count >= Self.recordsLimit {
                records = records.filter { now - $0.value.last < Self.memory }
                if records.count >= Self.recordsLimit { records = [:] }
            }
            var record = records[Self.key(user, address)] ?? Record(failures: 0, last: now)
            if now - record.last > Self.memory { record.failures = 0 }
            record.failures += 1
            record.last = now
            records[Self.key(user, address)] = record
        }
    }

    /// Forgets the failures after a right password.
    package func succeeded(user: String, address: String?) {
        records.withLock { _ = $0.removeValue(forKey: Self.key(user, address)) }
    }

    private static func key(_ user: String, _ address: String?) -> String {
        "\(address.map(network) ?? "-") \(user.prefix(256))"
    }

    /// One line has a whole /64 of IPv6 to itself: its addresses count as one.
    private static func network(_ address: String) -> String {
        var bytes = [UInt8](repeating: 0, count: 16)
        guard address.utf8.contains(UInt8(ascii: ":")), inet_pton(AF_INET6, address, &bytes) == 1 else {
            return address
        }
        let isMapped = bytes[..<10].allSatisfy { $0 == 0 } && bytes[10] == 0xFF && bytes[11] == 0xFF
        return isMapped ? address : "\(bytes[..<8])"
    }
}
