import Glibc
import NIOCore
import Synchronization

/// The audit log's file and its rotated predecessors; each call blocks.
final class AuditFile: Sendable {
    /// A system call failed.
    struct Failure: Error, Sendable, CustomStringConvertible {
        let call: String
        let code: Int32
        var description: String { "\(call) failed (errno \(code))" }
    }

    private let configuration: AuditConfiguration
    private let descriptor = Mutex<Int32>(-1)

    init(_ configuration: AuditConfiguration) { self.configuration = configuration }

    /// Appends lines; rotates first when the file is full.
    func append(_ lines: ByteBuffer) throws {
        try descriptor.withLock { descriptor in
            if descriptor < 0 { descriptor = try open() }
            var status = stat()
            if fstat(descriptor, &status) == 0, status.st_size > 0,
                Int(status.st_size) + lines.readableBytes > configuration.fileBytesLimit
            {
                Glibc.close(descriptor)
                descriptor = -1
                rotate()
                descriptor = try open()
            }
            try lines.withUnsafeReadableBytes { bytes in
                var written = 0
                while written < bytes.count {
                    let count = write(descriptor, bytes.baseAddress?.advanced(by: written), bytes.count - written)
                    guard count > 0 || errno == EINTR else { throw Failure(call: "write", code: errno) }
                    written += max(count, 0)
                }
            }
        }
    }

    /// Closes the file; the next append opens it again.
    func close() {
        descriptor.withLock { descriptor in
            if descriptor >= 0 { Glibc.close(descriptor) }
            descriptor = -1
        }
    }

    private func open() throws -> Int32 {
        let descriptor = Glibc.open(configuration.path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw Failure(call: "open", code: errno) }
        return descriptor
    }

    private func rotate() {
        let path = configuration.path
        for number in stride(from: configuration.keptFiles - 1, through: 1, by: -1) {
            _ = rename("\(path).\(number)", "\(path).\(number + 1)")
        }
        if configuration.keptFiles > 0 { _ = rename(path, "\(path).1") } else { _ = unlink(path) }
    }
}
