import Glibc
package import NIOCore

/// An open file for reading; the descriptor is closed when the last reference goes.
package final class OpenFile: Sendable {
    /// The descriptor; only for calls that do not move its offset (`pread`, `fstat`, `sendfile` with an offset).
    package let descriptor: CInt
    /// Size in bytes when it was opened.
    package let size: Int64

    /// Takes the descriptor over.
    package init(descriptor: CInt, size: Int64) {
        self.descriptor = descriptor
        self.size = size
    }

    deinit { _ = Glibc.close(descriptor) }

    /// Reads `range` whole into one buffer with blocking calls.
    ///
    /// - Throws: `IOError` of the failed `pread`, or `EIO` when the file ends before the range does.
    package func read(_ range: Range<Int64>) throws -> ByteBuffer {
        var buffer = ByteBuffer()
        try read(range, into: &buffer)
        return buffer
    }

    /// Appends `range` to `buffer` with blocking calls.
    package func read(_ range: Range<Int64>, into buffer: inout ByteBuffer) throws {
        var offset = range.lowerBound
        while offset < range.upperBound {
            let wanted = Int(min(range.upperBound - offset, 1 << 30))
            let count = try buffer.writeWithUnsafeMutableBytes(minimumWritableBytes: wanted) { space in
                let count = pread(descriptor, space.baseAddress, wanted, off_t(offset))
                if count < 0 {
                    if errno == EINTR { return 0 }
                    throw IOError(errnoCode: errno, reason: "pread")
                }
                guard count > 0 else { throw IOError(errnoCode: EIO, reason: "pread: file is shorter than its record") }
                return count
            }
            offset += Int64(count)
        }
    }

    /// A handle of its own for one transfer, to be closed by the receiver.
    func duplicatedHandle() throws -> NIOFileHandle {
        let copy = fcntl(descriptor, F_DUPFD_CLOEXEC, 0)
        guard copy >= 0 else { throw IOError(errnoCode: errno, reason: "dup") }
        return NIOFileHandle(_deprecatedTakingOwnershipOfDescriptor: copy)
    }
}
