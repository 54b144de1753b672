import Glibc

/// A file without a name: if the process dies its bytes are free again without anybody cleaning up.
///
/// Where the file system has no `O_TMPFILE` the file has a name that the next start removes.
struct TemporaryFile {
    /// Names in `uploads/` that a start may remove.
    static let namePrefix = "berth-tmp-"

    /// `O_TMPFILE`, whose definition the importer cannot read.
    private static let nameless: CInt = 0o20_000_000 | O_DIRECTORY

    let descriptor: CInt
    private let temporaryName: String?

    /// Makes a file in `directory`, which exists.
    init(in directory: String) throws {
        let descriptor = Glibc.open(directory, Self.nameless | O_RDWR | O_CLOEXEC, 0o600)
        if descriptor >= 0 {
            self.descriptor = descriptor
            temporaryName = nil
            return
        }
        guard errno == EOPNOTSUPP || errno == EISDIR || errno == EINVAL else { throw SystemCall.error("open") }
        let name = Self.name(in: directory)
        guard let descriptor = try SystemCall.open(name, O_RDWR | O_CREAT | O_EXCL) else {
            throw SystemCall.error("open")
        }
        self.descriptor = descriptor
        temporaryName = name
    }

    private static func name(in directory: String) -> String {
        "\(directory)/\(namePrefix)\(String(UInt64.random(in: .min ... .max), radix: 16))"
    }

    /// Gives the file the name `path`; `false` with `errno` when that fails.
    func link(to path: String) throws -> Bool {
        if let temporaryName { return Glibc.link(temporaryName, path) == 0 }
        return linkat(AT_FDCWD, "/proc/self/fd/\(descriptor)", AT_FDCWD, path, AT_SYMLINK_FOLLOW) == 0
    }

    /// Puts the file in the place of whatever is at `path`, in one step; `directory` is for the name in between.
    func replace(_ path: String, by directory: String) throws {
        let name = temporaryName ?? Self.name(in: directory)
        if temporaryName == nil {
            guard try link(to: name) else { throw SystemCall.error("link") }
        }
        guard rename(name, path) == 0 else {
            let failure = SystemCall.error("rename")
            unlink(name)
            throw failure
        }
    }

    /// Closes the file; what has no other name is gone.
    func discard() {
        if let temporaryName { unlink(temporaryName) }
        close(descriptor)
    }
}
