import HummingbirdCore
import Kubernetes
import NIOCore

/// One watch while it is sent: reads its source, a clock and the connection's end, and writes.
struct WatchRun: Sendable {
    let lines: WatchLines
    let allowsBookmarks: Bool
    let seconds: Int64
    let standing: WatchStanding
    let tick: Duration
    let ticksPerBookmark: Int

    private enum Batch: Sendable {
        case stored([WatchItem])
        case event(ObjectEvent)
    }

    /// Sends until the end; returns when the response is to be finished.
    func send(_ source: WatchSource, of body: RequestBody, to writer: inout any ResponseBodyWriter) async throws {
        let relay = WatchRelay<Batch>()
        standing.onDoubt { relay.doubt() }
        // The head goes out at once, also when nothing happens for long.
        try await writer.write(ByteBuffer())
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await Self.read(source, into: relay) }
            group.addTask {
                try await Task.sleep(for: .seconds(seconds))
                relay.end()
            }
            group.addTask { try await keepTime(relay) }
            group.addTask { try? await Self.watchClose(of: body) { relay.end() } }
            // Whatever ends this loop ends the group; a blocked reader is let go first.
            defer {
                relay.end()
                group.cancelAll()
            }
            try await withTaskCancellationHandler {
                try await write(from: relay, of: source, to: &writer)
            } onCancel: {
                relay.end()
            }
        }
    }

    /// Ticks, and wakes the writer the moment the credential of the watch ends.
    private func keepTime(_ relay: WatchRelay<Batch>) async throws {
        let clock = ContinuousClock()
        var next = clock.now + tick
        while true {
            let rest = clock.now.duration(to: next)
            // when it was found good although it had ended there is no hurry to ask again
            let left = standing.secondsLeft.map { Duration.seconds($0 > 0 ? $0 : 1) }
            if let left, left < rest {
                try await clock.sleep(for: left)
                if standing.isDoubtful { relay.doubt() }
            } else {
                try await clock.sleep(until: next)
                relay.tick()
                next += tick
            }
        }
    }

    private static func watchClose(of body: RequestBody, _ closed: @escaping @Sendable () -> Void) async throws {
        try await body.consumeWithInboundCloseHandler { _ in
            // Nothing is read: only the end of the connection is waited for.
            try await Task.sleep(for: .seconds(7 * 3600))
        } onInboundClosed: {
            closed()
        }
    }

    private static func read(_ source: WatchSource, into relay: WatchRelay<Batch>) async {
        do {
            switch source {
            case .stored(_, let watch):
                for try await items in watch {
                    guard await relay.send(.stored(items)) else { return }
                }
            case .events(let events, _): try await read(events, into: relay)
            }
            relay.end()
        } catch {
            relay.end(error)
        }
    }

    private static func read(
        _ events: some AsyncSequence<ObjectEvent, any Error> & Sendable,
        into relay: WatchRelay<Batch>
    ) async throws {
        for try await event in events {
            guard await relay.send(.event(event)) else { return }
        }
    }

    private func write(
        from relay: WatchRelay<Batch>,
        of source: WatchSource,
        to writer: inout any ResponseBodyWriter
    ) async throws {
        var lines = lines
        var ticks = 0
        while true {
            var buffer = ByteBuffer()
            let signal = await relay.next()
            var isDue = standing.isDoubtful
            if case .tick = signal { isDue = true }
            if isDue {
                guard (try? await standing.isStillAllowed()) ?? false else { return }
                // what came into sight or went out of it by rights alone
                for event in try await source.filter?.revised() ?? [] {
                    lines.write(event, allowsBookmarks: allowsBookmarks, into: &buffer)
                }
            }
            switch signal {
            case .batch(.stored(let items)):
                if case .stored(let resource, _) = source {
                    try lines.write(visible(items), of: resource, into: &buffer)
                }
            case .batch(.event(let event)):
                let shown = if let filter = source.filter { await filter.shown(event) } else { event }
                if let shown { lines.write(shown, allowsBookmarks: allowsBookmarks, into: &buffer) }
            case .doubt: break
            case .tick:
                ticks += 1
                if allowsBookmarks, ticks % ticksPerBookmark == 0, !lines.resourceVersion.isEmpty {
                    lines.writeBookmark(endsInitialEvents: false, into: &buffer)
                }
            case .ended(let error?):
                guard !(error is CancellationError) else { return }
                lines.writeError(Self.status(of: error), into: &buffer)
                try await writer.write(buffer)
                return
            case .ended(nil): return
            }
            if buffer.readableBytes > 0 { try await writer.write(buffer) }
        }
    }

    private func visible(_ items: [WatchItem]) -> [WatchItem] {
        guard !allowsBookmarks else { return items }
        return items.filter { if case .endOfPresent = $0 { false } else { true } }
    }

    private static func status(of error: any Error) -> Status {
        switch error {
        case StoreError.expired: .expired("too old resource version")
        default:
            Status.of(error, GroupResource(group: "", resource: ""), name: "")
                ?? .internalError("the watch has failed")
        }
    }
}
