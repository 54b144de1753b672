import HummingbirdCore
import NIOCore
import NIOHTTPTypes
import Synchronization

/// A connection on its way from the listener to the task that serves it.
///
/// A server that stops drops what it has accepted and not begun. NIO ends the process over a channel that nobody took;
/// this one is closed instead, as the client expects of a server that goes.
final class AcceptedConnection: ServerChildChannelValue {
    typealias Parts = NIOAsyncChannel<HTTPRequestPart, HTTPResponsePart>

    private let parts: Parts
    private let isTaken = Atomic(false)

    init(_ parts: Parts) { self.parts = parts }

    var channel: any Channel { parts.channel }

    /// What comes and goes, for whoever serves it to its end.
    func take() -> Parts {
        isTaken.store(true, ordering: .relaxed)
        return parts
    }

    deinit {
        guard !isTaken.load(ordering: .relaxed) else { return }
        _ = channel.eventLoop.makeFutureWithTask { [parts] in try await parts.executeThenClose { _, _ in } }
    }
}
