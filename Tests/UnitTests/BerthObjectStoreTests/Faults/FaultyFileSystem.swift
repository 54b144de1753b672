import Synchronization

@testable import BerthObjectStore

/// The real file system, but one call fails: the N-th of those that can lose something.
///
/// Looking (`attributes`, `names`, `space`) is not counted.
final class FaultyFileSystem: FileSystem {
    private let real = PosixFileSystem()
    private let failure: StoreError
    private let left: Mutex<Int>

    init(failing call: Int, with failure: StoreError) {
        left = Mutex(call)
        self.failure = failure
    }

    /// Whether the call that was to fail has been reached.
    var hasFailed: Bool { left.withLock { $0 <= 0 } }
    var hasKernelDescriptors: Bool { true }

    private func count() throws(StoreError) {
        let isHit = left.withLock { left in
            left -= 1
            return left == 0
        }
        if isHit { throw failure }
    }

    func open(_ path: String, writing: Bool) throws(StoreError) -> CInt {
        try count()
        return try real.open(path, writing: writing)
    }

    func create(_ path: String) throws(StoreError) -> CInt {
        try count()
        return try real.create(path)
    }

    func close(_ file: CInt) { real.close(file) }

    func write(_ bytes: UnsafeRawBufferPointer, to file: CInt, at offset: Int64) throws(StoreError) {
        do throws(StoreError) { try count() } catch {
            // Half of it arrives.
            try real.write(UnsafeRawBufferPointer(rebasing: bytes.prefix(bytes.count / 2)), to: file, at: offset)
            throw error
        }
        try real.write(bytes, to: file, at: offset)
    }

    func read(_ buffer: UnsafeMutableRawBufferPointer, from file: CInt, at offset: Int64) throws(StoreError) -> Int {
        try count()
        return try real.read(buffer, from: file, at: offset)
    }

    func truncate(_ file: CInt, to size: Int64) throws(StoreError) {
        try count()
        try real.truncate(file, to: size)
    }

    func sync(_ file: CInt) throws(StoreError) {
        try count()
        try real.sync(file)
    }

    func syncDirectory(_ path: String) throws(StoreError) {
        try count()
        try real.syncDirectory(path)
    }

    func attributes(of file: CInt) throws(StoreError) -> FileAttributes { try real.attributes(of: file) }
    func attributes(at path: String) throws(StoreError) -> FileAttributes? { try real.attributes(at: path) }

    func rename(_ path: String, to target: String) throws(StoreError) {
        try count()
        try real.rename(path, to: target)
    }

    func link(_ path: String, to target: String) throws(StoreError) {
        try count()
        try real.link(path, to: target)
    }

    func unlink(_ path: String) throws(StoreError) {
        try count()
        try real.unlink(path)
    }

    func makeDirectory(_ path: String) throws(StoreError) {
        try count()
        try real.makeDirectory(path)
    }

    func names(in path: String) throws(StoreError) -> [String] { try real.names(in: path) }
    func space(at path: String) throws(StoreError) -> (free: Int64, total: Int64) { try real.space(at: path) }

    func lock(_ path: String) throws(StoreError) -> CInt? {
        try count()
        return try real.lock(path)
    }

    func unlock(_ file: CInt) { real.unlock(file) }
}
