/// The calls of the operating system that the engine makes for its own files.
///
/// A seam of two implementations: the real one, and in tests a disk in memory that loses what was not synced and fails
/// when told to. SQLite does not go through it: the index can always be made again from the journal, so what matters on
/// a failing disk, the contents and the journal, does.
protocol FileSystem: Sendable {
    /// Opens an existing file for reading, or for reading and writing.
    func open(_ path: String, writing: Bool) throws(StoreError) -> CInt
    /// Creates a file of mode 0600 for reading and writing; fails when it exists.
    func create(_ path: String) throws(StoreError) -> CInt
    func close(_ file: CInt)
    /// Writes all bytes at `offset`.
    func write(_ bytes: UnsafeRawBufferPointer, to file: CInt, at offset: Int64) throws(StoreError)
    /// Reads up to the size of `buffer`; 0 at the end of the file.
    func read(_ buffer: UnsafeMutableRawBufferPointer, from file: CInt, at offset: Int64) throws(StoreError) -> Int
    func truncate(_ file: CInt, to size: Int64) throws(StoreError)
    /// Makes content and size durable.
    func sync(_ file: CInt) throws(StoreError)
    /// Makes the names in a folder durable.
    func syncDirectory(_ path: String) throws(StoreError)
    func attributes(of file: CInt) throws(StoreError) -> FileAttributes
    /// Nil when nothing has this name.
    func attributes(at path: String) throws(StoreError) -> FileAttributes?
    func rename(_ path: String, to target: String) throws(StoreError)
    /// Gives the file a second name.
    func link(_ path: String, to target: String) throws(StoreError)
    /// Removes the name; no error when it is gone already.
    func unlink(_ path: String) throws(StoreError)
    /// Makes a folder of mode 0700; no error when it exists.
    func makeDirectory(_ path: String) throws(StoreError)
    /// The names in a folder, in no order.
    func names(in path: String) throws(StoreError) -> [String]
    /// The bytes that may still be written on this disk, and its size.
    func space(at path: String) throws(StoreError) -> (free: Int64, total: Int64)
    /// Locks the file at `path`, made when missing, for this process; nil when another holds it.
    func lock(_ path: String) throws(StoreError) -> CInt?
    /// Gives a lock free and closes its file.
    func unlock(_ file: CInt)
    /// Whether descriptors are the kernel's, so that others may read from them.
    var hasKernelDescriptors: Bool { get }
}

extension FileSystem {
    /// Writes all bytes at `offset`.
    func write(_ bytes: [UInt8], to file: CInt, at offset: Int64) throws(StoreError) {
        let result: Result<Void, StoreError> = bytes.withUnsafeBytes { buffer in
            do throws(StoreError) {
                try write(buffer, to: file, at: offset)
                return .success(())
            } catch {
                return .failure(error)
            }
        }
        try result.get()
    }

    /// Reads exactly `count` bytes, or throws `damaged` when the file ends before.
    func read(_ count: Int, from file: CInt, at offset: Int64) throws(StoreError) -> [UInt8] {
        guard count >= 0, offset >= 0 else { throw .damaged }
        var bytes = [UInt8](repeating: 0, count: count)
        try read(into: &bytes, count: count, from: file, at: offset)
        return bytes
    }

    /// Fills the first `count` bytes of `bytes`, or throws `damaged` when the file ends before.
    func read(into bytes: inout [UInt8], count: Int, from file: CInt, at offset: Int64) throws(StoreError) {
        guard count <= bytes.count else { throw .damaged }
        let result: Result<Void, StoreError> = bytes.withUnsafeMutableBytes { buffer in
            do throws(StoreError) {
                var done = 0
                while done < count {
                    let rest = UnsafeMutableRawBufferPointer(rebasing: buffer[done..<count])
                    let got = try read(rest, from: file, at: offset + Int64(done))
                    guard got > 0 else { throw StoreError.damaged }
                    done += got
                }
                return .success(())
            } catch {
                return .failure(error)
            }
        }
        try result.get()
    }

    /// The whole file, which must not be larger than `limit`; nil when it is missing.
    func contents(of path: String, limit: Int64) throws(StoreError) -> [UInt8]? {
        guard let attributes = try attributes(at: path) else { return nil }
        guard attributes.size <= limit else { throw .damaged }
        let file = try open(path, writing: false)
        defer { close(file) }
        return try read(Int(attributes.size), from: file, at: 0)
    }
}
