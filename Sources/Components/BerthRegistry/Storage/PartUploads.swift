import ServiceLifecycle
import Synchronization

/// Runs the uploading of parts beside the receiving of the next ones, as children of one task that owns them.
package struct PartUploads: Service {
    /// One piece of work and where its result goes.
    private struct Job: Sendable {
        let work: @Sendable () async -> Void
    }

    private let jobs: AsyncStream<Job>
    private let source: AsyncStream<Job>.Continuation
    private let isRunning = SharedFlag()

    package init() {
        (jobs, source) = AsyncStream.makeStream()
    }

    /// Runs jobs until the service is stopped; those begun are finished.
    package func run() async throws {
        isRunning.value = true
        defer { isRunning.value = false }
        await withGracefulShutdownHandler {
            await withDiscardingTaskGroup { group in
                for await job in jobs { group.addTask { await job.work() } }
            }
        } onGracefulShutdown: { [isRunning, source] in
            isRunning.value = false
            source.finish()
        }
    }

    /// Begins `work`; in the caller's task, to its end, when the service does not run.
    func begin(_ work: @escaping @Sendable () async -> Void) async {
        guard isRunning.value else { return await work() }
        if case .enqueued = source.yield(Job(work: work)) { return }
        await work()
    }
}

/// A flag that several tasks see.
private final class SharedFlag: Sendable {
    private let flag = Mutex(false)

    var value: Bool {
        get { flag.withLock { $0 } }
        set { flag.withLock { $0 = newValue } }
    }
}
