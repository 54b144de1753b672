package import BerthHTTP
import Logging
package import NIOCore
import NIOPosix
import Synchronization

/// The bytes of one range of an object, piece by piece, each verified before it is handed out.
///
/// The object may be replaced or deleted meanwhile: the reader goes on with what it opened.
package final class ObjectReader: Sendable {
    /// A run of the range in one content.
    struct Piece: Sendable {
        let content: StoredContent
        let range: Range<Int64>
    }

    private struct State {
        var piece = 0
        /// The next byte of the piece.
        var position: Int64 = 0
        var file: OpenFile?
        var window: Int64 = 1 << 20
    }

    private static let windowLimit: Int64 = 16 << 20

    /// The bytes that all segments together will have.
    package let length: Int64
    private let pieces: [Piece]
    private let pinned: [Int64]
    private let files: ContentFiles
    private let verifier: ContentVerifier
    private let pool: NIOThreadPool
    private let onDamage: @Sendable (StoredContent) -> Void
    private let state: Mutex<State>

    init(
        pieces: [Piece],
        pinned: [Int64],
        files: ContentFiles,
        verifier: ContentVerifier,
        pool: NIOThreadPool,
        onDamage: @escaping @Sendable (StoredContent) -> Void
    ) {
        self.pieces = pieces
        self.pinned = pinned
        self.files = files
        self.verifier = verifier
        self.pool = pool
        self.onDamage = onDamage
        length = pieces.reduce(0) { $0 + $1.range.upperBound - $1.range.lowerBound }
        state = Mutex(State(position: pieces.first?.range.lowerBound ?? 0))
    }

    deinit {
        guard !pinned.isEmpty else { return }
        let (files, pinned) = (files, pinned)
        pool.submit { _ in files.unpin(pinned) }
    }

    /// The range as one file, when it lies in one and all of it was verified lately: for one sendfile.
    package var verifiedFile: (file: OpenFile, range: Range<Int64>)? {
        guard pieces.count == 1, let piece = pieces.first else { return nil }
        guard let file = state.withLock({ $0.file }) else { return nil }
        guard verifier.isVerified(piece.content.id, file: file.descriptor, range: piece.range) else { return nil }
        return (file, piece.range)
    }

    /// The whole range, when it is short and lies in the index: for an answer in one write.
    package var inlineBytes: ByteBuffer? {
        guard pieces.count == 1, let piece = pieces.first, case .inline(let bytes) = piece.content.place else {
            return nil
        }
        return ByteBuffer(bytes: bytes[Int(piece.range.lowerBound)..<Int(piece.range.upperBound)])
    }

    /// The next verified bytes, or nil at the end of the range.
    ///
    /// - Throws: `StoreError.damaged` when the disk does not hold what was written; the reply must be cut short.
    package func next() async throws -> ContentSegment? {
        if let bytes = nextInline() { return .bytes(bytes) }
        guard state.withLock({ $0.piece < pieces.count }) else { return nil }
        return try await pool.runIfActive { try self.nextOfFile() }
    }

    /// Opens the first file, so that a missing one is known before the answer begins; blocking.
    func prepare() throws {
        guard let piece = pieces.first, case .file = piece.content.place else { return }
        _ = try open(piece)
    }

    private func nextInline() -> ByteBuffer? {
        state.withLock { state in
            guard state.piece < pieces.count, case .inline(let bytes) = pieces[state.piece].content.place else {
                return nil
            }
            let range = pieces[state.piece].range
            advance(&state, to: range.upperBound)
            return ByteBuffer(bytes: bytes[Int(range.lowerBound)..<Int(range.upperBound)])
        }
    }

    private func nextOfFile() throws -> ContentSegment? {
        let (index, position, window) = state.withLock { ($0.piece, $0.position, $0.window) }
        let piece = pieces[index]
        do {
            let descriptor = try open(piece)
            let range = position..<end(of: piece, from: position, window: window, file: descriptor.descriptor)
            try verifier.verify(piece.content, file: descriptor.descriptor, range: range)
            state.withLock { state in
                state.window = min(window * 2, Self.windowLimit)
                advance(&state, to: range.upperBound)
            }
            return try segment(descriptor, range)
        } catch StoreError.damaged {
            onDamage(piece.content)
            throw StoreError.damaged
        }
    }

    /// The end of the next window: at a block, growing, and all that is left when it was verified lately.
    private func end(of piece: Piece, from position: Int64, window: Int64, file: CInt) -> Int64 {
        let end = piece.range.upperBound
        if verifier.isVerified(piece.content.id, file: file, range: position..<end) { return end }
        let block = Int64(ContentFooter.blockSize)
        return min(end, (position / block) * block + window)
    }

    private func segment(_ file: OpenFile, _ range: Range<Int64>) throws -> ContentSegment {
        if files.fileSystem.hasKernelDescriptors { return .file(file, range) }
        return .bytes(
            ByteBuffer(
                bytes: try files.fileSystem.read(
                    Int(range.upperBound - range.lowerBound),
                    from: file.descriptor,
                    at: range.lowerBound
                )
            )
        )
    }

    private func open(_ piece: Piece) throws(StoreError) -> OpenFile {
        if let file = state.withLock({ $0.file }) { return file }
        guard case .file(let name) = piece.content.place else { throw .damaged }
        guard let attributes = try files.fileSystem.attributes(at: files.path(name)), !attributes.isDirectory else {
            throw .damaged
        }
        let descriptor = try files.fileSystem.open(files.path(name), writing: false)
        let file = OpenFile(descriptor: descriptor, size: piece.content.size)
        state.withLock { $0.file = file }
        return file
    }

    private func advance(_ state: inout State, to position: Int64) {
        state.position = position
        guard position >= pieces[state.piece].range.upperBound else { return }
        state.piece += 1
        state.file = nil
        if state.piece < pieces.count { state.position = pieces[state.piece].range.lowerBound }
    }
}
