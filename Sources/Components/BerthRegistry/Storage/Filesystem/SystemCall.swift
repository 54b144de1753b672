import Glibc

/// POSIX calls that throw `StorageError`; they block, so they run on a thread pool only.
enum SystemCall {
    /// The error of the call that just failed, named for the log.
    static func error(_ call: StaticString, _ code: CInt = errno) -> StorageError {
        switch code {
        case ENOSPC, EDQUOT: .full
        case EMFILE, ENFILE, ENOMEM, EAGAIN: .unavailable("\(call): \(String(cString: strerror(code)))")
        case EACCES, EPERM, EROFS: .denied("\(call): \(String(cString: strerror(code)))")
        default: .failed("\(call): \(String(cString: strerror(code)))")
        }
    }

    /// Opens a file; `nil` when there is none.
    static func open(_ path: String, _ flags: CInt, mode: mode_t = 0o600) throws -> CInt? {
        while true {
            let descriptor = Glibc.open(path, flags | O_CLOEXEC, mode)
            if descriptor >= 0 { return descriptor }
            switch errno {
            case EINTR: continue
            case ENOENT, ENOTDIR: return nil
            default: throw error("open")
            }
        }
    }

    /// Writes all bytes at the descriptor's end.
    static func write(_ bytes: UnsafeRawBufferPointer, to descriptor: CInt) throws {
        var rest = bytes
        while let start = rest.baseAddress, !rest.isEmpty {
            let count = Glibc.write(descriptor, start, rest.count)
            if count < 0 {
                if errno == EINTR { continue }
                throw error("write")
            }
            rest = UnsafeRawBufferPointer(rebasing: rest[count...])
        }
    }

    /// Makes a file or directory durable; a failure is final, as the kernel reports it once (reliability D3).
    static func synchronize(_ descriptor: CInt) throws {
        guard fsync(descriptor) == 0 else { throw error("fsync") }
    }

    /// Makes the names in a directory durable.
    static func synchronize(directory path: String) throws {
        guard let descriptor = try open(path, O_RDONLY | O_DIRECTORY) else { return }
        defer { close(descriptor) }
        try synchronize(descriptor)
    }

    /// What a descriptor refers to.
    static func status(_ descriptor: CInt) throws -> stat {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw error("fstat") }
        return status
    }

    /// What is at a path; `nil` when there is nothing.
    static func status(at path: String) throws -> stat? {
        var status = stat()
        guard lstat(path, &status) != 0 else { return status }
        guard errno == ENOENT || errno == ENOTDIR else { throw error("stat") }
        return nil
    }
}

extension stat {
    /// Changes whenever the file's bytes or its inode change.
    var fingerprint: String {
        let modified = Int64(st_mtim.tv_sec) &* 1_000_000_000 &+ Int64(st_mtim.tv_nsec)
        let changed = Int64(st_ctim.tv_sec) &* 1_000_000_000 &+ Int64(st_ctim.tv_nsec)
        return "\(String(st_ino, radix: 36))-\(String(st_size, radix: 36))-"
            + "\(String(modified, radix: 36))-\(String(changed, radix: 36))"
    }

    var isRegularFile: Bool { st_mode & S_IFMT == S_IFREG }
    var isDirectory: Bool { st_mode & S_IFMT == S_IFDIR }
}
