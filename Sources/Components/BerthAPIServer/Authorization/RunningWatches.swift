import ServiceLifecycle
import Synchronization

/// The watches that run: those that a change of rights may concern are marked at once, and woken a moment later.
///
/// A marked watch is judged before it sends anything more; the waking is for those that have nothing to send, once for
/// a burst of changes and a few at a time.
package final class RunningWatches: Service {
    private struct State {
        var members: [Int: WatchStanding] = [:]
        var next = 0
        var marked: Set<Int> = []
    }

    private static let wokenAtOnce = 128
    private static let pause = Duration.milliseconds(5)

    private let gather: @Sendable () async throws -> Void
    private let state = Mutex(State())
    private let signals: AsyncStream<Void>
    private let signal: AsyncStream<Void>.Continuation

    /// `gather` lets a moment pass in which more changes may come, before the watches are woken.
    package init(
        gather: @escaping @Sendable () async throws -> Void = { try await Task.sleep(for: .milliseconds(50)) }
    ) {
        self.gather = gather
        (signals, signal) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// Notes changes for a watch as long as the membership is held.
    func join(_ standing: WatchStanding) -> Membership {
        let member = state.withLock { state in
            defer { state.next += 1 }
            state.members[state.next] = standing
            return state.next
        }
        return Membership(watches: self, member: member)
    }

    /// One watch among those that run; gone with the last who holds it, also when nothing was ever sent.
    final class Membership: Sendable {
        private let watches: RunningWatches
        private let member: Int

        fileprivate init(watches: RunningWatches, member: Int) { (self.watches, self.member) = (watches, member) }

        deinit { leave() }

        /// The watch has ended.
        func leave() { watches.leave(member) }
    }

    private func leave(_ member: Int) {
        state.withLock { state in
            state.members[member] = nil
            state.marked.remove(member)
        }
    }

    /// How many run.
    var count: Int { state.withLock { $0.members.count } }

    /// Marks the watches that a change may concern; when it returns none of them sends without being judged.
    func note(_ change: RightsChange) {
        let isAnyMarked = state.withLock { state in
            for (member, standing) in state.members where standing.note(change) { state.marked.insert(member) }
            return !state.marked.isEmpty
        }
        if isAnyMarked { signal.yield() }
    }

    package func run() async throws {
        await cancelWhenGracefulShutdown {
            for await _ in self.signals {
                guard (try? await self.gather()) != nil else { return }
                var woken = 0
                for standing in self.takeMarked() where standing.isDoubtful {
                    standing.wake()
                    woken += 1
                    if woken.isMultiple(of: Self.wokenAtOnce) { try? await Task.sleep(for: Self.pause) }
                }
            }
        }
    }

    private func takeMarked() -> [WatchStanding] {
        state.withLock { state in
            defer { state.marked = [] }
            return state.marked.compactMap { state.members[$0] }
        }
    }
}
