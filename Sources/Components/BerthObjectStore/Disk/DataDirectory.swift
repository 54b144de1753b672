import S3

/// The layout of the one directory that is a store.
///
/// ```
/// FORMAT          the version of this layout, and a random identity
/// LOCK            held by the process at work, with its number
/// RESERVE         space for deletes on a full disk
/// journal/        what was acknowledged: the truth
/// objects/xx/     contents above the inline limit
/// staging/        files being written; emptied at each start
/// index.sqlite    made from the journal
/// ```
/// Nothing in it names a place outside: it can be moved and copied. What it does not know it leaves alone.
final class DataDirectory: Sendable {
    private static let format = "berth-object-store 1"

    let path: String
    let identity: [UInt8]
    private let fileSystem: any FileSystem
    private let lock: CInt

    /// Opens the directory, making it when it is missing or empty.
    init(path: String, fileSystem: any FileSystem, processID: Int32) throws {
        self.path = path
        self.fileSystem = fileSystem
        try Self.makeDirectories(path, fileSystem)
        guard let lock = try fileSystem.lock("\(path)/LOCK") else {
            let holder = try? fileSystem.contents(of: "\(path)/LOCK", limit: 64)
            throw DataDirectoryError.inUse(pid: holder.map { String(decoding: $0, as: UTF8.self) } ?? "?")
        }
        do {
            try fileSystem.truncate(lock, to: 0)
            try fileSystem.write(Array("\(processID)".utf8), to: lock, at: 0)
            identity = try Self.readFormat(path, fileSystem) ?? Self.create(path, fileSystem)
        } catch StoreError.storageFull {
            // A full disk must not keep an existing store from being opened.
            guard let known = try Self.readFormat(path, fileSystem) else {
                fileSystem.unlock(lock)
                throw StoreError.storageFull
            }
            identity = known
        } catch {
            fileSystem.unlock(lock)
            throw error
        }
        self.lock = lock
    }

    deinit { fileSystem.unlock(lock) }

    static let objectFolders = (0..<256).map { Hex.encode([UInt8($0)]) }

    private static func readFormat(_ path: String, _ fileSystem: any FileSystem) throws -> [UInt8]? {
        guard let bytes = try fileSystem.contents(of: "\(path)/FORMAT", limit: 4096) else { return nil }
        let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
        guard let format = lines.first, format == Self.format else {
            throw DataDirectoryError.unknownFormat(String(lines.first ?? ""))
        }
        guard lines.count > 1, let identity = Hex.decode(lines[1]), identity.count == 16 else {
            throw DataDirectoryError.damaged("FORMAT has no identity")
        }
        return identity
    }

    /// Makes the layout; `FORMAT` comes last, so that a directory that has it has everything.
    private static func create(_ path: String, _ fileSystem: any FileSystem) throws -> [UInt8] {
        for folder in ["objects", "journal"] where try fileSystem.attributes(at: "\(path)/\(folder)") != nil {
            for name in try fileSystem.names(in: "\(path)/\(folder)") {
                guard folder == "objects", try fileSystem.names(in: "\(path)/objects/\(name)").isEmpty else {
                    throw DataDirectoryError.noFormat
                }
            }
        }
        for folder in ["objects", "staging", "journal"] + objectFolders.map({ "objects/\($0)" }) {
            try fileSystem.makeDirectory("\(path)/\(folder)")
        }
        try fileSystem.syncDirectory("\(path)/objects")
        var random = SystemRandomNumberGenerator()
        let identity = (0..<16).map { _ in UInt8.random(in: 0...255, using: &random) }
        let temporary = "\(path)/staging/FORMAT"
        try fileSystem.unlink(temporary)
        let file = try fileSystem.create(temporary)
        defer { fileSystem.close(file) }
        try fileSystem.write(Array("\(format)\n\(Hex.encode(identity))\n".utf8), to: file, at: 0)
        try fileSystem.sync(file)
        try fileSystem.rename(temporary, to: "\(path)/FORMAT")
        try fileSystem.syncDirectory(path)
        return identity
    }

    /// Makes the directory and its parents, and their names durable.
    private static func makeDirectories(_ path: String, _ fileSystem: any FileSystem) throws {
        var made = path.hasPrefix("/") ? "" : "."
        for piece in path.split(separator: "/") {
            let parent = made.isEmpty ? "/" : made
            made += "/\(piece)"
            guard try fileSystem.attributes(at: made) == nil else { continue }
            try fileSystem.makeDirectory(made)
            try fileSystem.syncDirectory(parent)
        }
    }
}
