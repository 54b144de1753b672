import Synchronization

/// The figures behind ``EngineStatistics``, counted where things happen.
final class EngineCounters: Sendable {
    private let values = Mutex(EngineStatistics())

    var statistics: EngineStatistics { values.withLock { $0 } }

    func count(syncs: Int) { values.withLock { $0.syncs += syncs } }

    func count(_ body: (inout EngineStatistics) -> Void) { values.withLock { body(&$0) } }
}
