package import NIOCore
import Synchronization

/// A place on an event where the first watcher leaves what it encoded, for all others to send.
package final class SharedEncoding: Sendable {
    private let bytes = Mutex<ByteBuffer?>(nil)

    package init() {}

    /// The bytes that are there already, else those that `make` gives; it may run more than once in a race.
    package func value(_ make: () -> ByteBuffer) -> ByteBuffer {
        if let known = bytes.withLock({ $0 }) { return known }
        let made = make()
        bytes.withLock { $0 = made }
        return made
    }
}
