import Glibc

/// Whole small files.
package enum FileText {
    /// Why a file was not read.
    package enum ReadError: Error, Sendable, Equatable {
        case unreadable(errno: Int32)
        case tooLarge
    }

    /// The bytes of the file at `path`; blocks.
    package static func bytes(_ path: String, limit: Int) throws(ReadError) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .unreadable(errno: errno) }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 16 * 1024)
        while true {
            let count = Glibc.read(descriptor, &chunk, chunk.count)
            guard count >= 0 else {
                if errno == EINTR { continue }
                throw .unreadable(errno: errno)
            }
            if count == 0 { return bytes }
            bytes.append(contentsOf: chunk[..<count])
            guard bytes.count <= limit else { throw .tooLarge }
        }
    }

    /// The text of the file at `path`; blocks.
    package static func read(_ path: String, limit: Int) throws(ReadError) -> String {
        String(decoding: try bytes(path, limit: limit), as: UTF8.self)
    }
}
