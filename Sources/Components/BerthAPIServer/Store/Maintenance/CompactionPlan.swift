/// Decides up to which revision history goes; knows when it saw which revision.
struct CompactionPlan: Sendable {
    let limits: CompactionLimits
    private var seen: [(moment: ContinuousClock.Instant, revision: Int64)] = []

    init(limits: CompactionLimits) { self.limits = limits }

    /// The revision to compact through now that the store is at `revision`; nil: none.
    mutating func target(at now: ContinuousClock.Instant, revision: Int64) -> Int64? {
        seen.append((now, revision))
        let old = seen.last { $0.moment <= now - limits.age }?.revision ?? 0
        let settled = seen.last { $0.moment <= now - limits.ageMinimum }?.revision ?? 0
        let target = max(old, min(settled, revision - limits.revisionLimit))
        if let first = seen.lastIndex(where: { $0.moment <= now - limits.age }) { seen.removeFirst(first) }
        return target > 0 ? target : nil
    }
}
