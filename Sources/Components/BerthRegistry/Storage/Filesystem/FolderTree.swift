import Glibc

/// A folder in which names are made and removed durably.
///
/// Reliability D2: a file's bytes, its name and the names of all directories made for it are on disk before anything is
/// acknowledged. ext4 and XFS write metadata in order, so one fsync of a file that was linked last brings every earlier name with it;
/// elsewhere each directory is synchronised by itself.
struct FolderTree: Sendable {
    let root: String
    /// Whether one fsync makes all earlier changes of names durable.
    let ordersMetadata: Bool

    /// The tree below `root`, which exists.
    init(root: String) throws {
        self.root = root
        guard let status = try SystemCall.status(at: "\(root)/.") else { throw SystemCall.error("stat", ENOENT) }
        let device = UInt64(status.st_dev)
        let major = (device >> 8 & 0xfff) | (device >> 32 & ~0xfff)
        let minor = (device & 0xff) | (device >> 12 & ~0xff)
        let type = Self.fileSystem(ofDevice: "\(major):\(minor)")
        ordersMetadata = type == "ext4" || type == "xfs"
    }

    /// The type of the file system on a device, as `/proc/self/mountinfo` names it.
    private static func fileSystem(ofDevice device: String) -> Substring? {
        guard let mounts = try? SystemCall.open("/proc/self/mountinfo", O_RDONLY), let stream = fdopen(mounts, "r")
        else {
            return nil
        }
        defer { fclose(stream) }
        var line: UnsafeMutablePointer<CChar>?
        var capacity = 0
        defer { free(line) }
        while getline(&line, &capacity, stream) > 0, let text = line.map({ String(cString: $0) }) {
            let fields = text.split(separator: " ")
            guard fields.count > 2, fields[2] == device, let dash = fields.firstIndex(of: "-"), dash + 1 < fields.count
            else { continue }
            return fields[dash + 1]
        }
        return nil
    }

    func path(_ path: StoragePath) -> String {
        "\(root)/\(path.text)"
    }

    /// The path of the directory that holds `path`.
    static func parent(_ path: String) -> String {
        String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)])
    }

    /// Makes `directory` and what is missing above it; returns the directories that got a new name in them.
    func makeDirectories(_ directory: String) throws -> [String] {
        if mkdir(directory, 0o700) == 0 { return [Self.parent(directory)] }
        switch errno {
        case EEXIST: return []
        case ENOENT where directory.utf8.count > root.utf8.count:
            var changed = try makeDirectories(Self.parent(directory))
            guard mkdir(directory, 0o700) == 0 || errno == EEXIST else {
                if errno == ENOENT { return try makeDirectories(directory) }
                throw SystemCall.error("mkdir")
            }
            changed.append(Self.parent(directory))
            return changed
        default: throw SystemCall.error("mkdir")
        }
    }

    /// Gives a nameless file its name, making directories; `false` when the name is taken.
    ///
    /// The directories that changed are added to `changed`. A directory that another request removes at the same moment, because
    /// it was empty, is made again.
    func link(_ file: TemporaryFile, to path: String, changed: inout Set<String>) throws -> Bool {
        for _ in 0..<64 {
            let directory = Self.parent(path)
            changed.formUnion(try makeDirectories(directory))
            if try file.link(to: path) {
                changed.insert(directory)
                return true
            }
            switch errno {
            case EEXIST: return false
            case ENOENT: continue
            default: throw SystemCall.error("link")
            }
        }
        throw StorageError.unavailable("link: the directory keeps vanishing")
    }

    /// Makes directories' entries durable.
    func synchronize(_ directories: Set<String>) throws {
        for directory in directories { try SystemCall.synchronize(directory: directory) }
    }

    /// Removes the directories above `path` that have become empty, but none of the layout's fixed ones.
    func prune(above path: StoragePath) {
        var segments = path.text.split(separator: "/").dropLast()
        while segments.count > StoragePaths.fixedDepth {
            guard rmdir("\(root)/\(segments.joined(separator: "/"))") == 0 else { return }
            segments.removeLast()
        }
    }
}
