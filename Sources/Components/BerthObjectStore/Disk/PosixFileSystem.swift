import Glibc

/// The kernel's files; every call blocks.
struct PosixFileSystem: FileSystem {
    var hasKernelDescriptors: Bool { true }

    func open(_ path: String, writing: Bool) throws(StoreError) -> CInt {
        try Self.check("open") { Glibc.open(path, (writing ? O_RDWR : O_RDONLY) | O_CLOEXEC | O_NOFOLLOW) }
    }

    func create(_ path: String) throws(StoreError) -> CInt {
        try Self.check("open") { Glibc.open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600) }
    }

    func close(_ file: CInt) { _ = Glibc.close(file) }

    func write(_ bytes: UnsafeRawBufferPointer, to file: CInt, at offset: Int64) throws(StoreError) {
        var done = 0
        while done < bytes.count {
            let rest = UnsafeRawBufferPointer(rebasing: bytes[done...])
            let count = Glibc.pwrite(file, rest.baseAddress, rest.count, off_t(offset + Int64(done)))
            if count < 0 {
                if errno == EINTR { continue }
                throw Self.error("write", errno)
            }
            guard count > 0 else { throw .storageFull }
            done += count
        }
    }

    func read(_ buffer: UnsafeMutableRawBufferPointer, from file: CInt, at offset: Int64) throws(StoreError) -> Int {
        while true {
            let count = Glibc.pread(file, buffer.baseAddress, buffer.count, off_t(offset))
            if count >= 0 { return count }
            if errno != EINTR { throw Self.error("read", errno) }
        }
    }

    func truncate(_ file: CInt, to size: Int64) throws(StoreError) {
        try Self.check("ftruncate") { Glibc.ftruncate(file, off_t(size)) }
    }

    func sync(_ file: CInt) throws(StoreError) {
        // Not again after EINTR or any other failure: what the kernel dropped it reports once (D3).
        guard Glibc.fdatasync(file) == 0 else { throw Self.error("fdatasync", errno) }
    }

    func syncDirectory(_ path: String) throws(StoreError) {
        let folder = try Self.check("open") { Glibc.open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC) }
        defer { close(folder) }
        guard Glibc.fsync(folder) == 0 else { throw Self.error("fsync", errno) }
    }

    func attributes(of file: CInt) throws(StoreError) -> FileAttributes {
        var status = stat()
        guard Glibc.fstat(file, &status) == 0 else { throw Self.error("fstat", errno) }
        return Self.attributes(status)
    }

    func attributes(at path: String) throws(StoreError) -> FileAttributes? {
        var status = stat()
        guard Glibc.lstat(path, &status) == 0 else {
            if errno == ENOENT { return nil }
            throw Self.error("stat", errno)
        }
        return Self.attributes(status)
    }

    func rename(_ path: String, to target: String) throws(StoreError) {
        try Self.check("rename") { Glibc.rename(path, target) }
    }

    func link(_ path: String, to target: String) throws(StoreError) {
        try Self.check("link") { Glibc.link(path, target) }
    }

    func unlink(_ path: String) throws(StoreError) {
        guard Glibc.unlink(path) != 0, errno != ENOENT else { return }
        throw Self.error("unlink", errno)
    }

    func makeDirectory(_ path: String) throws(StoreError) {
        guard Glibc.mkdir(path, 0o700) != 0, errno != EEXIST else { return }
        throw Self.error("mkdir", errno)
    }

    func names(in path: String) throws(StoreError) -> [String] {
        guard let folder = Glibc.opendir(path) else { throw Self.error("opendir", errno) }
        defer { Glibc.closedir(folder) }
        var names: [String] = []
        while let entry = Glibc.readdir(folder) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names
    }

    func space(at path: String) throws(StoreError) -> (free: Int64, total: Int64) {
        var status = Glibc.statvfs()
        try Self.check("statvfs") { statvfs(path, &status) }
        let block = UInt64(status.f_frsize)
        return (
            Int64(clamping: UInt64(status.f_bavail).multipliedReportingOverflow(by: block).partialValue),
            Int64(clamping: UInt64(status.f_blocks).multipliedReportingOverflow(by: block).partialValue)
        )
    }

    func lock(_ path: String) throws(StoreError) -> CInt? {
        let file = try Self.check("open") { Glibc.open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600) }
        guard flock(file, LOCK_EX | LOCK_NB) != 0 else { return file }
        let code = errno
        close(file)
        if code == EWOULDBLOCK { return nil }
        throw Self.error("flock", code)
    }

    func unlock(_ file: CInt) {
        // A child that was forked and has not begun its program yet holds the file too: closing alone would not do.
        flock(file, LOCK_UN)
        close(file)
    }

    private static func attributes(_ status: stat) -> FileAttributes {
        FileAttributes(
            inode: UInt64(status.st_ino),
            size: Int64(status.st_size),
            modified: nanoseconds(status.st_mtim),
            changed: nanoseconds(status.st_ctim),
            isDirectory: status.st_mode & S_IFMT == S_IFDIR
        )
    }

    private static func nanoseconds(_ time: timespec) -> Int64 {
        Int64(time.tv_sec) &* 1_000_000_000 &+ Int64(time.tv_nsec)
    }

    @discardableResult
    private static func check(_ call: String, _ body: () -> CInt) throws(StoreError) -> CInt {
        while true {
            let result = body()
            if result >= 0 { return result }
            if errno != EINTR { throw error(call, errno) }
        }
    }

    private static func error(_ call: String, _ code: CInt) -> StoreError {
        switch code {
        case ENOSPC, EDQUOT: .storageFull
        case EMFILE, ENFILE: .tooManyOpenFiles
        default: .system(call: call, errno: code)
        }
    }
}
