import CMalloc
import NIOPosix
import Synchronization

/// Gives memory that requests have freed back to the system.
///
/// The C library keeps what was freed for the next allocation; after 64 large uploads that is more than the whole idle
/// process. So it is asked to let go now and then, when something was answered since.
final class FreedMemory: Sendable {
    private static let interval: Duration = .seconds(10)

    private let answered = Atomic<Int>(0)

    /// Notes that a request was answered.
    func noteAnswer() {
        answered.add(1, ordering: .relaxed)
    }

    /// Returns memory every few seconds until it is cancelled.
    func run() async {
        var seen = 0
        while !Task.isCancelled {
            try? await Task.sleep(for: Self.interval)
            let count = answered.load(ordering: .relaxed)
            guard count != seen else { continue }
            seen = count
            try? await NIOThreadPool.singleton.runIfActive { _ = malloc_trim(0) }
        }
    }
}
