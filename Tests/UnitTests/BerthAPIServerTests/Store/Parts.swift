import NIOCore
import Synchronization

@testable import BerthAPIServer

/// Gives its parts one after the other.
final class Parts: Sendable {
    private let parts: Mutex<[[(key: ResourceKey, value: ByteBuffer)]]>

    init(_ parts: [[(key: ResourceKey, value: ByteBuffer)]]) { self.parts = Mutex(parts) }

    func next() -> [(key: ResourceKey, value: ByteBuffer)]? {
        parts.withLock { $0.isEmpty ? nil : $0.removeFirst() }
    }
}
