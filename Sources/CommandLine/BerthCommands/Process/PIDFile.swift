import BerthPKI
import Foundation

/// A file with the id of a running process, for whoever wants to signal it.
enum PIDFile {
    /// Writes the file for this process.
    static func write(_ path: String) throws {
        try AtomicFile.write("\(getpid())\n".utf8, to: path, mode: 0o644)
    }

    /// The id in the file, if a process has it.
    static func read(_ path: String) -> pid_t? {
        guard let content = try? AtomicFile.read(path),
            let pid = pid_t(String(decoding: content, as: UTF8.self).prefix { $0.isASCII && $0.isNumber }), pid > 1,
            kill(pid, 0) == 0 || errno == EPERM
        else { return nil }
        return pid
    }

    /// The id in the file, if its process was told to write just this file.
    ///
    /// So it is neither that of a process that got the number later, nor, in a copied folder, that of the original's.
    static func readOwn(_ path: String) -> pid_t? {
        guard let pid = read(path), let command = try? AtomicFile.read("/proc/\(pid)/cmdline") else { return nil }
        return command.split(separator: 0).contains { $0.elementsEqual(path.utf8) } ? pid : nil
    }

    /// Takes the file away.
    static func remove(_ path: String) {
        unlink(path)
    }
}
