import BerthHTTP
import NIOCore
import NIOPosix
import OCI

/// A file's bytes, hashed on their way; the last ones leave only when all of them have the digest.
///
/// Bytes that are not what was stored end short, never complete (reliability D7).
struct VerifiedStream: AsyncSequence, Sendable {
    typealias Element = ByteBuffer
    typealias Failure = any Error

    private static let chunkSize: Int64 = 256 * 1024

    let file: OpenFile
    let digest: Digest
    let pool: NIOThreadPool
    /// Called once, with whether the bytes were right, before the last ones are given out.
    let verdict: @Sendable (Bool) -> Void

    struct AsyncIterator: AsyncIteratorProtocol {
        let stream: VerifiedStream
        let hasher: BlobHasher
        var offset: Int64 = 0

        mutating func next() async throws -> ByteBuffer? {
            try await next(isolation: nil)
        }

        mutating func next(isolation actor: isolated (any Actor)?) async throws(any Error) -> ByteBuffer? {
            guard offset < stream.file.size else { return nil }
            let range = offset..<Swift.min(offset + VerifiedStream.chunkSize, stream.file.size)
            offset = range.upperBound
            let (stream, hasher) = (stream, hasher)
            return try await stream.pool.runIfActive {
                let bytes = try stream.file.read(range)
                hasher.update(bytes)
                if range.upperBound == stream.file.size {
                    let isRight = hasher.digest(stream.digest.algorithm) == stream.digest
                    stream.verdict(isRight)
                    guard isRight else { throw StorageError.corrupt(StoragePaths.blobData(stream.digest)) }
                }
                return bytes
            }
        }
    }

    func makeAsyncIterator() -> AsyncIterator {
        AsyncIterator(stream: self, hasher: BlobHasher([digest.algorithm]))
    }

    /// Hashes the whole file with blocking calls.
    static func hash(_ file: OpenFile, _ algorithm: DigestAlgorithm) throws -> Digest {
        var hasher = DigestHasher(algorithm)
        var buffer = ByteBuffer()
        var offset: Int64 = 0
        while offset < file.size {
            let range = offset..<Swift.min(offset + 1 << 20, file.size)
            buffer.clear()
            try file.read(range, into: &buffer)
            buffer.withUnsafeReadableBytes { hasher.update(bufferPointer: $0) }
            offset = range.upperBound
        }
        return hasher.digest
    }
}
