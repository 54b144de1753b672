import BerthHTTP
import NIOCore
import NIOPosix
import OCI
import Synchronization

/// One blob being uploaded: where it stands, its running hash, and the writer of its bytes.
///
/// Bound to one repository and one principal (reliability R5, D11). Bytes are handed to storage in batches, never collected.
final class UploadSession: Sendable {
    private static let batchSize = 1 << 20
    /// So many bytes are hashed with both algorithms when the client has not said which it will name.
    private static let bothAlgorithmsLimit: Int64 = 1 << 20

    let id: String
    let repository: RepositoryName
    let principal: Principal

    private let driver: any StorageDriver
    private let pool: NIOThreadPool
    private let algorithm: DigestAlgorithm?
    private let sizeLimit: Int64
    private let state: Mutex<UploadState>
    private let writing = Mutex<(writer: any BlobWriter, hasher: BlobHasher)?>(nil)

    /// A session without bytes; `algorithm` is that of the digest the client will name, if it has said so.
    init(
        id: String,
        repository: RepositoryName,
        principal: Principal,
        driver: any StorageDriver,
        pool: NIOThreadPool,
        algorithm: DigestAlgorithm?,
        sizeLimit: Int64
    ) {
        self.id = id
        self.repository = repository
        self.principal = principal
        self.driver = driver
        self.pool = pool
        self.algorithm = algorithm
        self.sizeLimit = sizeLimit
        state = Mutex(UploadState(now: .now))
    }

    /// The path that goes on with this session; nothing in it but the path matters.
    var location: String { "/v2/\(repository)/blobs/uploads/\(id)" }

    var offset: Int64 { state.withLock { $0.offset } }

    var isOver: Bool { state.withLock { $0.isOver } }

    func isExpired(after expiry: Duration) -> Bool {
        state.withLock { $0.isExpired(after: expiry, now: .now) }
    }

    /// Takes the right to write; whoever got it calls `endWriting` or `finish`.
    func beginWriting(range: ContentRange?, length: Int64?) throws {
        switch state.withLock({ $0.beginWriting(range: range, length: length, now: .now) }) {
        case .append: break
        case .reject(let offset): throw RegistryError.uploadRangeInvalid(resumeFrom: offset, location: location)
        case .busy: throw RegistryError.uploadBusy
        case .over: throw RegistryError.uploadUnknown
        case .contradiction:
            throw RegistryError.sizeInvalid
        }
        if let length, length > sizeLimit - offset {
            endWriting()
            throw RegistryError.blobTooLarge(limit: sizeLimit)
        }
    }

    func endWriting() {
        state.withLock { $0.endWriting(now: .now) }
    }

    /// Appends a request's body; what came of it before the client broke off is kept.
    ///
    /// - Parameters:
    ///   - body: The bytes as the network brings them.
    ///   - length: Their number, if the request says it.
    ///   - digest: The digest of the whole, if this is the last body.
    /// - Returns: What broke the body off, if something did; the session can be resumed then.
    /// - Throws: The trouble with the storage or a limit that ends the session.
    func append(
        _ body: some AsyncSequence<ByteBuffer, any Error>,
        length: Int64?,
        digest: Digest?
    ) async throws -> (any Error)? {
        if length == 0 { return nil }
        let writer = try await writer(length: length, digest: digest)
        try await writer.beginBody(length: length)
        var interruption: (any Error)?
        var batch: [ByteBuffer] = []
        var size = 0
        var iterator = body.makeAsyncIterator()
        while true {
            do {
                guard let bytes = try await iterator.next() else { break }
                batch.append(bytes)
                size += bytes.readableBytes
            } catch {
                interruption = error
                break
            }
            guard Int64(size) <= sizeLimit - offset else { throw RegistryError.blobTooLarge(limit: sizeLimit) }
            guard size >= Self.batchSize else { continue }
            try await hand(batch, to: writer)
            batch = []
            size = 0
        }
        try await hand(batch, to: writer)
        try await writer.checkpoint()
        return interruption
    }

    private func hand(_ batch: [ByteBuffer], to writer: any BlobWriter) async throws {
        guard !batch.isEmpty else { return }
        try await writer.write(batch)
        let count = batch.reduce(0) { $0 + Int64($1.readableBytes) }
        let offset = state.withLock { state in
            state.advance(by: count, now: .now)
            return state.offset
        }
        if algorithm == nil, offset > Self.bothAlgorithmsLimit { writing.withLock { $0?.hasher.drop(.sha512) } }
    }

    private func writer(length: Int64?, digest: Digest?) async throws -> any BlobWriter {
        if let known = writing.withLock({ $0?.writer }) { return known }
        let algorithms: [DigestAlgorithm] =
            if let named = digest?.algorithm ?? algorithm { [named] } else { [.sha256, .sha512] }
        let hasher = BlobHasher(algorithms)
        let hint = BlobHint(expectedSize: length, final: digest.map(StoragePaths.blobData))
        let writer = try await driver.beginBlob(hint, hasher: hasher)
        writing.withLock { $0 = (writer, hasher) }
        return writer
    }

    /// Ends the session with a blob that has this digest, or throws and leaves no bytes.
    func finish(as digest: Digest) async throws -> (size: Int64, placement: BlobPlacement) {
        let size = offset
        let writer = try await writer(length: 0, digest: digest)
        guard let hasher = writing.withLock({ $0?.hasher }) else { throw RegistryError.uploadUnknown }
        try await writer.checkpoint()
        if let actual = hasher.digest(digest.algorithm) {
            guard actual == digest else { throw RegistryError.digestMismatch(given: digest) }
            return (size, try await writer.commit(as: StoragePaths.blobData(digest)))
        }
        let placement = try await writer.commit(as: nil)
        guard case .at(let path) = placement, try await hash(path, digest.algorithm) == digest else {
            if case .at(let path) = placement { try await driver.delete([path]) }
            throw RegistryError.digestMismatch(given: digest)
        }
        return (size, placement)
    }

    /// Reads bytes back whose digest was not computed while they came.
    private func hash(_ path: StoragePath, _ algorithm: DigestAlgorithm) async throws -> Digest? {
        guard let (object, _) = try await driver.read(path, range: 0..<1) else { return nil }
        let hasher = BlobHasher([algorithm])
        let step: Int64 = 8 << 20
        for start in stride(from: 0, to: object.size, by: Int64.Stride(step)) {
            guard let (_, body) = try await driver.read(path, range: start..<min(start + step, object.size)) else {
                return nil
            }
            switch body {
            case .bytes(let bytes): hasher.update(bytes)
            case .file(let file, let range): try await pool.runIfActive { hasher.update(try file.read(range)) }
            case .stream(let stream, _): for try await bytes in stream { hasher.update(bytes) }
            }
        }
        return hasher.digest(algorithm)
    }

    /// Ends the session and frees its bytes, at once or when its active writer notices.
    func abandon() async {
        guard state.withLock({ $0.end() }) else { return }
        await freeBytes()
    }

    /// For the active writer, when it has ended the session.
    func freeBytes() async {
        let writer = writing.withLock { writing in
            defer { writing = nil }
            return writing?.writer
        }
        await writer?.cancel()
    }
}
