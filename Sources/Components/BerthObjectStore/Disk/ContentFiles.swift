import Logging
import S3
import Synchronization

/// The files of contents: made in `staging/`, durable below `objects/`, removed when nobody needs them.
final class ContentFiles: Sendable {
    private struct Pin {
        var count = 0
        /// To be removed when the last reader lets go.
        var dropped: String?
    }

    private struct Pins {
        var contents: [Int64: Pin] = [:]
        /// Files that the last reader has let go and that are being removed.
        var leaving = 0
    }

    let directory: String
    let generation: Int64
    let fileSystem: any FileSystem
    private let counters: EngineCounters
    private let freeSpaceFloor: Int64
    private let logger: Logger
    private let pins = Mutex(Pins())
    private let holds = Mutex<(count: Int, dropped: [String])>((0, []))

    init(
        directory: String,
        generation: Int64,
        freeSpaceFloor: Int64,
        fileSystem: any FileSystem,
        counters: EngineCounters,
        logger: Logger
    ) {
        self.directory = directory
        self.generation = generation
        self.freeSpaceFloor = freeSpaceFloor
        self.fileSystem = fileSystem
        self.counters = counters
        self.logger = logger
    }

    /// A new file to be written; its name says in which run of the store it was made.
    func stage() throws(StoreError) -> StagedFile {
        var random = SystemRandomNumberGenerator()
        let bytes = (0..<12).map { _ in UInt8.random(in: 0...255, using: &random) }
        let run = String(generation, radix: 16)
        let padded = String(repeating: "0", count: max(0, 8 - run.utf8.count)) + run
        return try StagedFile(
            name: "\(padded)-\(Hex.encode(bytes))",
            folder: "\(directory)/staging",
            fileSystem: fileSystem
        )
    }

    /// Refuses what would leave less free than the floor.
    func claim(_ bytes: Int64) throws(StoreError) {
        guard freeSpaceFloor > 0 else { return }
        let free = try fileSystem.space(at: directory).free
        guard free - bytes >= freeSpaceFloor else { throw .storageFull }
    }

    /// Makes the file durable under its final name and returns that, below `objects/`.
    ///
    /// After a failed sync nothing of the file can be trusted: it is removed, never synced again (D3).
    func publish(_ file: StagedFile, footer: ContentFooter) throws(StoreError) -> String {
        try fileSystem.write(footer.encoded(), to: file.descriptor, at: footer.size)
        counters.count(syncs: 2)
        try fileSystem.sync(file.descriptor)
        let folder = Self.folder(of: file.name)
        let name = "\(folder)/\(file.name)"
        try fileSystem.rename(file.path, to: path(name))
        file.letGo()
        do throws(StoreError) {
            try fileSystem.syncDirectory("\(directory)/objects/\(folder)")
        } catch {
            try? fileSystem.unlink(path(name))
            throw error
        }
        return name
    }

    func path(_ name: String) -> String { "\(directory)/objects/\(name)" }

    /// The folder of a file: the first two digits of the random half of its name.
    static func folder(of name: String) -> String { String(name.drop { $0 != "-" }.dropFirst().prefix(2)) }

    /// The generation in the name of a content file, or nil if it is not the name of one.
    static func generation(of name: String) -> Int64? {
        let pieces = name.split(separator: "-", omittingEmptySubsequences: false)
        guard pieces.count == 2, pieces[0].utf8.count >= 8, pieces[1].utf8.count == 24,
            Hex.decode(pieces[1]) != nil
        else { return nil }
        return Int64(pieces[0], radix: 16)
    }

    // MARK: removal

    /// Keeps the files of these contents on the disk until ``unpin(_:)``, whatever becomes of their rows.
    func pin(_ contents: some Sequence<Int64>) {
        pins.withLock { pins in
            for content in contents { pins.contents[content, default: Pin()].count += 1 }
        }
    }

    func unpin(_ contents: some Sequence<Int64>) {
        let dropped = pins.withLock { pins in
            var dropped: [String] = []
            for content in contents {
                guard var pin = pins.contents[content] else { continue }
                pin.count -= 1
                pins.contents[content] = pin.count > 0 ? pin : nil
                if pin.count == 0, let file = pin.dropped { dropped.append(file) }
            }
            pins.leaving += dropped.count
            return dropped
        }
        guard !dropped.isEmpty else { return }
        for file in dropped { remove(file) }
        pins.withLock { $0.leaving -= dropped.count }
    }

    /// Whether files that no row names are still there for the sake of a reader.
    var isKeepingDropped: Bool {
        pins.withLock { pins in pins.leaving > 0 || pins.contents.values.contains { $0.dropped != nil } }
    }

    /// Removes the files of contents whose rows are gone, now or when their last reader has finished.
    func drop(_ contents: [(id: Int64, file: String)]) {
        let removable = pins.withLock { pins in
            contents.filter { content in
                guard pins.contents[content.id] != nil else { return true }
                pins.contents[content.id]?.dropped = content.file
                return false
            }
        }
        for content in removable { remove(content.file) }
    }

    /// Removes a file below `objects/`; a failure leaves it to the next start.
    func remove(_ name: String) {
        let isHeld = holds.withLock { holds in
            if holds.count > 0 { holds.dropped.append(name) }
            return holds.count > 0
        }
        guard !isHeld else { return }
        do {
            try fileSystem.unlink(path(name))
        } catch {
            logger.warning("content file not removed", metadata: ["error": "\(error)"])
        }
    }

    /// Runs `body` while no file is removed: for a backup.
    func holdingFiles<Value>(_ body: () throws -> Value) rethrows -> Value {
        holds.withLock { $0.count += 1 }
        defer {
            let dropped = holds.withLock { holds in
                holds.count -= 1
                guard holds.count == 0 else { return [String]() }
                defer { holds.dropped = [] }
                return holds.dropped
            }
            for name in dropped { remove(name) }
        }
        return try body()
    }
}
