import Logging
import Synchronization

/// The redo journal: the one place where a change becomes durable, and from which the index can be made again.
///
/// Files below `journal/`: `<sequence>.log` with the records from that sequence on, and `<sequence>.base` with all state
/// as it was after that record. A commit is one record, synced once; the index follows it and needs no sync of its own.
/// This departs from "index with synchronous=FULL": one sync a commit instead of two, and a lost index costs nothing.
final class Journal: Sendable {
    private struct State {
        var file: CInt?
        var first: Int64 = 0
        var end: Int64 = 0
        /// Where the last record begins, to take it back.
        var previousEnd: Int64 = 0
        var lastSequence: Int64 = 0
        /// Bytes in logs, roughly what a compaction would free.
        var logBytes: Int64 = 0
        var baseBytes: Int64 = 0
    }

    static let segmentLimit: Int64 = 16 << 20

    let directory: String
    private let fileSystem: any FileSystem
    private let identity: [UInt8]
    private let counters: EngineCounters
    private let logger: Logger
    private let state = Mutex(State())

    init(
        directory: String,
        identity: [UInt8],
        fileSystem: any FileSystem,
        counters: EngineCounters,
        logger: Logger
    ) {
        self.directory = directory
        self.identity = identity
        self.fileSystem = fileSystem
        self.counters = counters
        self.logger = logger
    }

    deinit {
        if let file = state.withLock({ $0.file }) { fileSystem.close(file) }
    }

    var lastSequence: Int64 { state.withLock { $0.lastSequence } }
    /// How far the logs have grown, and what the last base took.
    var bytes: (log: Int64, base: Int64) { state.withLock { ($0.logBytes, $0.baseBytes) } }

    // MARK: reading

    /// The names in the folder that are files of a journal.
    func files() throws(StoreError) -> (logs: [Int64], bases: [Int64], unknown: [String]) {
        var logs: [Int64] = []
        var bases: [Int64] = []
        var unknown: [String] = []
        for name in try fileSystem.names(in: directory) {
            let pieces = name.split(separator: ".", omittingEmptySubsequences: false)
            guard pieces.count == 2, pieces[0].utf8.count == 16, let sequence = Int64(pieces[0], radix: 16) else {
                unknown.append(name)
                continue
            }
            switch pieces[1] {
            case "log": logs.append(sequence)
            case "base": bases.append(sequence)
            case "temporary": continue
            default: unknown.append(name)
            }
        }
        return (logs.sorted(), bases.sorted(), unknown)
    }

    /// Whether what leads up to `sequence` is all here, by the look of the newest file that has it.
    func covers(_ sequence: Int64) throws -> Bool {
        let files = try files()
        let base = files.bases.last ?? 0
        guard sequence > base else { return true }
        guard let first = files.logs.first, first <= base + 1 else { return false }
        var last = base
        if let log = files.logs.last(where: { $0 <= sequence }) { try readLog(log) { reached, _ in last = reached } }
        return last >= sequence
    }

    /// Hands every change that follows `applied` to `body`, or all state and all changes when it is nil.
    ///
    /// A torn record at the very end was never acknowledged and is passed over; anything else that is broken throws.
    func replay(
        after applied: Int64?,
        _ body: (_ sequence: Int64, _ changes: [IndexChange]) throws -> Void
    ) throws {
        let files = try files()
        var last = applied ?? 0
        if applied == nil, let base = files.bases.last {
            try readBase(base, body)
            last = base
        }
        for (index, first) in files.logs.enumerated() {
            if index + 1 < files.logs.count, files.logs[index + 1] <= last + 1 { continue }
            guard first <= last + 1 else { throw JournalError.gap(after: last) }
            try readLog(first) { sequence, payload in
                guard sequence > last else { return }
                guard sequence == last + 1 else { throw JournalError.gap(after: last) }
                try body(sequence, try Self.changes(payload))
                last = sequence
            }
        }
        state.withLock { $0.lastSequence = max($0.lastSequence, last) }
    }

    private func readBase(_ base: Int64, _ body: (Int64, [IndexChange]) throws -> Void) throws {
        try withFile(base, "base") { file in
            var offset: Int64 = 0
            while true {
                guard let record = try file.record(at: offset), record.sequence == base else {
                    throw JournalError.broken(file: Self.name(base, "base"), offset: offset)
                }
                offset = record.end
                let changes = try Self.changes(record.payload)
                if changes.isEmpty { return }
                try body(base, changes)
            }
        }
    }

    /// Passes over what is broken: the caller sees from the sequence whether anything is missing.
    ///
    /// A torn end is all that a power cut leaves, and the next file begins with its sequence again.
    private func readLog(_ first: Int64, _ body: (Int64, [UInt8]) throws -> Void) throws {
        try withFile(first, "log") { file in
            var offset: Int64 = 0
            while offset < file.size {
                if let record = try file.record(at: offset) {
                    try body(record.sequence, record.payload)
                    offset = record.end
                } else if let next = try file.resume(after: offset) {
                    logger.error("journal record broken", metadata: ["file": "\(Self.name(first, "log"))"])
                    offset = next.offset
                } else {
                    break
                }
            }
        }
    }

    private func withFile<Value>(
        _ sequence: Int64,
        _ kind: String,
        _ body: (JournalFile) throws -> Value
    ) throws -> Value {
        let file = try fileSystem.open(path(sequence, kind), writing: false)
        defer { fileSystem.close(file) }
        let size = try fileSystem.attributes(of: file).size
        return try body(JournalFile(fileSystem: fileSystem, file: file, size: size, identity: identity))
    }

    private static func changes(_ payload: [UInt8]) throws(StoreError) -> [IndexChange] {
        var reader = BinaryReader(payload)
        return try reader.list { reader throws(StoreError) in try IndexChange(from: &reader) }
    }

    // MARK: writing

    /// Begins a new file for what follows `sequence`; older files stay as they are, torn ends included.
    func begin(after sequence: Int64) throws(StoreError) {
        let files = try files()
        for name in try fileSystem.names(in: directory) where name.hasSuffix(".temporary") {
            try fileSystem.unlink("\(directory)/\(name)")
        }
        // A log that holds no whole record would have the name of the new one.
        if files.logs.last == sequence + 1 { try fileSystem.unlink(path(sequence + 1, "log")) }
        var logBytes: Int64 = 0
        for log in files.logs { logBytes += try fileSystem.attributes(at: path(log, "log"))?.size ?? 0 }
        let baseBytes =
            if let base = files.bases.last { try fileSystem.attributes(at: path(base, "base"))?.size ?? 0 } else {
                Int64(0)
            }
        state.withLock {
            $0.lastSequence = sequence
            $0.logBytes = logBytes
            $0.baseBytes = baseBytes
        }
        try rotate()
    }

    private func rotate() throws(StoreError) {
        let first = state.withLock { $0.lastSequence + 1 }
        let file = try fileSystem.create(path(first, "log"))
        do throws(StoreError) {
            counters.count(syncs: 2)
            try fileSystem.sync(file)
            try fileSystem.syncDirectory(directory)
        } catch {
            fileSystem.close(file)
            try? fileSystem.unlink(path(first, "log"))
            throw error
        }
        let old = state.withLock { state in
            defer {
                state.file = file
                state.first = first
                state.end = 0
                state.previousEnd = 0
            }
            return state.file
        }
        if let old { fileSystem.close(old) }
    }

    /// Writes one record without making it durable; a failure leaves the journal as it was.
    ///
    /// - Throws: `JournalWriteError.unrecoverable` when what was written could not be taken back.
    func append(_ changes: [IndexChange], sequence: Int64) throws {
        if state.withLock({ $0.end >= Self.segmentLimit }) { try rotate() }
        let (file, end) = state.withLock { ($0.file, $0.end) }
        guard let file else { throw StoreError.closed }
        var writer = BinaryWriter(capacity: 4096)
        writer.list(changes) { $1.encode(into: &$0) }
        let record = JournalFile.encode(sequence: sequence, payload: writer.bytes, identity: identity)
        do throws(StoreError) {
            try fileSystem.write(record, to: file, at: end)
        } catch {
            do { try fileSystem.truncate(file, to: end) } catch { throw JournalWriteError.unrecoverable }
            throw error
        }
        state.withLock {
            $0.previousEnd = end
            $0.end = end + Int64(record.count)
            $0.logBytes += Int64(record.count)
            $0.lastSequence = sequence
        }
        counters.count { $0.journalBytes += Int64(record.count) }
    }

    /// Makes the last record durable; a failure is final, for what the kernel dropped cannot be known (D3).
    func sync() throws {
        guard let file = state.withLock({ $0.file }) else { throw StoreError.closed }
        counters.count(syncs: 1)
        do { try fileSystem.sync(file) } catch { throw JournalWriteError.unrecoverable }
    }

    /// Takes the last record back, durably.
    func undo() throws {
        let (file, end) = state.withLock { ($0.file, $0.previousEnd) }
        guard let file else { throw StoreError.closed }
        do {
            try fileSystem.truncate(file, to: end)
            counters.count(syncs: 1)
            try fileSystem.sync(file)
        } catch { throw JournalWriteError.unrecoverable }
        state.withLock {
            $0.logBytes -= $0.end - end
            $0.end = end
            $0.lastSequence -= 1
        }
    }

    // MARK: compaction

    /// Writes all state as of `sequence` into a base file of `folder`, durably.
    func writeBase(
        _ sequence: Int64,
        in folder: String,
        _ produce: (_ emit: (IndexChange) throws -> Void) throws -> Void
    ) throws {
        let temporary = "\(folder)/\(Self.name(sequence, "temporary"))"
        try fileSystem.unlink(temporary)
        let file = try fileSystem.create(temporary)
        defer { fileSystem.close(file) }
        do {
            var end: Int64 = 0
            var pending: [IndexChange] = []
            var size = 0
            func flush() throws {
                var writer = BinaryWriter(capacity: size + 64)
                writer.list(pending) { $1.encode(into: &$0) }
                let record = JournalFile.encode(sequence: sequence, payload: writer.bytes, identity: identity)
                try fileSystem.write(record, to: file, at: end)
                end += Int64(record.count)
                pending.removeAll()
                size = 0
            }
            try produce { change in
                pending.append(change)
                size += change.approximateSize
                if size > 1 << 20 { try flush() }
            }
            if !pending.isEmpty { try flush() }
            try flush()
            counters.count(syncs: 2)
            try fileSystem.sync(file)
            try fileSystem.rename(temporary, to: "\(folder)/\(Self.name(sequence, "base"))")
            try fileSystem.syncDirectory(folder)
            if folder == directory { state.withLock { $0.baseBytes = end } }
        } catch {
            try? fileSystem.unlink(temporary)
            throw error
        }
    }

    /// Removes the files that the base of `sequence` makes needless; the log being written stays.
    func removeFiles(before sequence: Int64) throws(StoreError) {
        let files = try files()
        for base in files.bases where base < sequence { try fileSystem.unlink(path(base, "base")) }
        var kept: Int64 = 0
        for (index, log) in files.logs.enumerated() {
            if index + 1 < files.logs.count, files.logs[index + 1] <= sequence + 1 {
                try fileSystem.unlink(path(log, "log"))
            } else {
                kept += try fileSystem.attributes(at: path(log, "log"))?.size ?? 0
            }
        }
        state.withLock { $0.logBytes = kept }
    }

    func path(_ sequence: Int64, _ kind: String) -> String { "\(directory)/\(Self.name(sequence, kind))" }

    private static func name(_ sequence: Int64, _ kind: String) -> String {
        let digits = String(sequence, radix: 16)
        return String(repeating: "0", count: max(0, 16 - digits.utf8.count)) + digits + "." + kind
    }
}
