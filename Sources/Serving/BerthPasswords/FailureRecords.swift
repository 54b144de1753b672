/// How often something failed lately, by name; at most so many names.
struct FailureRecords {
    private struct Record {
        var failures: Int
        var last: ContinuousClock.Instant
    }

    /// Failures are forgotten after so long without one.
    private static let memory: Duration = .seconds(300)
    private static let longestWait = 30

    private let limit: Int
    private var records: [String: Record] = [:]

    init(limit: Int) {
        self.limit = limit
    }

    /// The failures that still count.
    func failures(_ name: String, now: ContinuousClock.Instant) -> Int {
        guard let record = records[name], now - record.last <= Self.memory else { return 0 }
        return record.failures
    }

    /// The seconds left of 1, 2, 4 … 30 after the last failure beyond the free ones.
    func wait(_ name: String, free: Int, now: ContinuousClock.Instant) -> Int {
        guard let record = records[name], record.failures > free else { return 0 }
        return left(of: min(1 << min(record.failures - free - 1, 5), Self.longestWait), record, now)
    }

    /// The seconds left of the longest wait after any failure.
    func wait(_ name: String, now: ContinuousClock.Instant) -> Int {
        records[name].map { left(of: Self.longestWait, $0, now) } ?? 0
    }

    private func left(of wait: Int, _ record: Record, _ now: ContinuousClock.Instant) -> Int {
        let passed = now - record.last
        return passed >= .seconds(wait) ? 0 : wait - Int(passed.components.seconds)
    }

    /// Notes a failure; when there are too many names, those with the fewest and oldest failures are forgotten.
    mutating func note(_ name: String, now: ContinuousClock.Instant) {
        if records[name] == nil, records.count >= limit {
            records = records.filter { now - $0.value.last <= Self.memory }
            if records.count >= limit {
                let kept = records.sorted { left, right in
                    let (left, right) = (left.value, right.value)
                    return left.failures == right.failures ? left.last > right.last : left.failures > right.failures
                }
                records = Dictionary(uniqueKeysWithValues: kept.prefix(limit / 4 * 3).map { ($0.key, $0.value) })
            }
        }
        var record = records[name] ?? Record(failures: 0, last: now)
        if now - record.last > Self.memory { record.failures = 0 }
        record.failures += 1
        record.last = now
        records[name] = record
    }

    /// Forgets the failures of one name.
    mutating func forget(_ name: String) {
        records[name] = nil
    }
}
