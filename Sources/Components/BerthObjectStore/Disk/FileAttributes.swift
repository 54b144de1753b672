/// What tells whether a file is still the one that was looked at.
struct FileAttributes: Hashable, Sendable {
    let inode: UInt64
    let size: Int64
    /// In nanoseconds.
    let modified: Int64
    let changed: Int64
    let isDirectory: Bool
}
