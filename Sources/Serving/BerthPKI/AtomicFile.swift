import Foundation

/// Small files that are either whole or absent, also after a power cut, and never readable by others than their mode says.
package enum AtomicFile {
    /// The largest file that ``read(_:)`` takes: certificates, keys and passwords are far smaller.
    package static let sizeLimit = 1 << 20

    /// Replaces `path` in one step: temporary file with `mode`, write, fsync, rename, fsync of the folder.
    package static func write(_ content: some Collection<UInt8>, to path: String, mode: UInt32) throws(PKIError) {
        let temporary = "\(path).\(UInt32.random(in: .min ... .max)).tmp"
        do throws(PKIError) {
            try fill(temporary, with: Array(content), mode: mode)
            guard rename(temporary, path) == 0 else { throw failure(path, "rename") }
        } catch {
            unlink(temporary)
            throw error
        }
        try synchronizeFolder(of: path)
    }

    /// The whole content of a small file, or nil when there is none.
    package static func read(_ path: String) throws(PKIError) -> [UInt8]? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            if errno == ENOENT { return nil }
            throw failure(path, "open")
        }
        defer { close(descriptor) }
        var content: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 16384)
        while true {
            let count = Glibc.read(descriptor, &buffer, buffer.count)
            guard count >= 0 else {
                if errno == EINTR { continue }
                throw failure(path, "read")
            }
            if count == 0 { return content }
            content += buffer[..<count]
            guard content.count <= sizeLimit else { throw .contentMalformed(path: path) }
        }
    }

    /// Makes the folder and those above it; the last one gets `mode` unless it was there, when it may be anybody's.
    package static func makeFolder(_ path: String, mode: UInt32) throws(PKIError) {
        var made = path.hasPrefix("/") ? "" : "."
        var isNew = false
        for part in path.split(separator: "/") {
            made += "/" + part
            isNew = mkdir(made, 0o755) == 0
            guard isNew || errno == EEXIST else { throw failure(made, "mkdir") }
        }
        guard isNew else { return }
        guard chmod(path, mode) == 0 else { throw failure(path, "chmod") }
        try synchronizeFolder(of: path)
    }

    /// Makes a folder of our own: it gets `mode` also when it was there.
    package static func makeOwnFolder(_ path: String, mode: UInt32) throws(PKIError) {
        try makeFolder(path, mode: mode)
        guard chmod(path, mode) == 0 else { throw failure(path, "chmod") }
    }

    /// The system's words for an error number.
    package static func message(of code: Int32) -> String {
        var buffer = [CChar](repeating: 0, count: 128)
        guard strerror_r(code, &buffer, buffer.count) == 0 else { return "error \(code)" }
        return String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    private static func fill(_ path: String, with content: [UInt8], mode: UInt32) throws(PKIError) {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode)
        guard descriptor >= 0 else { throw failure(path, "open") }
        defer { close(descriptor) }
        guard fchmod(descriptor, mode) == 0 else { throw failure(path, "fchmod") }
        var rest = content[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            guard count >= 0 else {
                if errno == EINTR { continue }
                throw failure(path, "write")
            }
            rest = rest.dropFirst(count)
        }
        guard fsync(descriptor) == 0 else { throw failure(path, "fsync") }
    }

    private static func synchronizeFolder(of path: String) throws(PKIError) {
        let slash = path.lastIndex(of: "/")
        let folder = slash.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure(folder, "open") }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw failure(folder, "fsync") }
    }

    private static func failure(_ path: String, _ call: String) -> PKIError {
        .fileUnusable(path: path, call: call, code: errno)
    }
}
