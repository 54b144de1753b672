import Crypto

/// An incremental computation of a digest.
package struct DigestHasher: Sendable {
    private enum State: Sendable {
        case sha256(SHA256)
        case sha512(SHA512)
    }

    package let algorithm: DigestAlgorithm
    private var state: State

    package init(_ algorithm: DigestAlgorithm) {
        self.algorithm = algorithm
        switch algorithm {
        case .sha256: state = .sha256(SHA256())
        case .sha512: state = .sha512(SHA512())
        }
    }

    /// Takes the next bytes.
    package mutating func update(bufferPointer: UnsafeRawBufferPointer) {
        switch state {
        case .sha256(var hash):
            hash.update(bufferPointer: bufferPointer)
            state = .sha256(hash)
        case .sha512(var hash):
            hash.update(bufferPointer: bufferPointer)
            state = .sha512(hash)
        }
    }

    /// The digest of everything so far; more may follow.
    package var digest: Digest {
        switch state {
        case .sha256(let hash): Digest(algorithm: .sha256, hash: hash.finalize())
        case .sha512(let hash): Digest(algorithm: .sha512, hash: hash.finalize())
        }
    }
}

extension Digest {
    /// The digest of `bytes`.
    package static func of(_ bytes: UnsafeRawBufferPointer, _ algorithm: DigestAlgorithm = .sha256) -> Digest {
        var hasher = DigestHasher(algorithm)
        hasher.update(bufferPointer: bytes)
        return hasher.digest
    }
}
