package import NIOCore
package import OCI
import Synchronization

/// The running hash of one blob, fed by whoever stores the bytes.
package final class BlobHasher: Sendable {
    private let state: Mutex<[DigestHasher]>

    /// A hasher for one or several algorithms at once.
    package init(_ algorithms: [DigestAlgorithm]) {
        state = Mutex(algorithms.map(DigestHasher.init))
    }

    /// Takes the next bytes; blocking work, so not on an event loop.
    package func update(_ bytes: ByteBuffer) {
        bytes.withUnsafeReadableBytes { pointer in
            state.withLock { hashers in
                for index in hashers.indices { hashers[index].update(bufferPointer: pointer) }
            }
        }
    }

    /// Stops computing `algorithm`, whose digest is no longer wanted.
    package func drop(_ algorithm: DigestAlgorithm) {
        state.withLock { $0.removeAll { $0.algorithm == algorithm } }
    }

    /// The digest of all bytes so far; `nil` when `algorithm` was not computed over all of them.
    package func digest(_ algorithm: DigestAlgorithm) -> Digest? {
        state.withLock { hashers in hashers.first { $0.algorithm == algorithm }?.digest }
    }
}
