import BerthPKI
import Foundation

/// A file with the id of a running process, for whoever wants to signal it.
enum PIDFile {
    /// Writes the file for this process.
    static func write(_ path: String) throws {
        try AtomicFile.write("\(getpid())\n".utf8, to: path, mode: 0o644)
    }

    /// The id in the file, if a process of this program has it.
    static func read(_ path: String) -> pid_t? {
        guard let content = try? AtomicFile.read(path),
            let pid = pid_t(String(decoding: content, as: UTF8.self).prefix { $0.isASCII && $0.isNumber }), pid > 1,
            isOurs(pid)
        else { return nil }
        return pid
    }

    /// The id in the file, if its process was started with `path` in its arguments: not that of another folder's copy.
    static func read(_ path: String, startedWith argument: String) -> pid_t? {
        guard let pid = read(path), let command = try? AtomicFile.read("/proc/\(pid)/cmdline") else { return nil }
        return command.split(separator: 0).contains { $0.elementsEqual(argument.utf8) } ? pid : nil
    }

    /// Takes the file away.
    static func remove(_ path: String) {
        unlink(path)
    }

    /// Whether the process runs and is a `berth`: ids are used again.
    private static func isOurs(_ pid: pid_t) -> Bool {
        guard let command = try? AtomicFile.read("/proc/\(pid)/cmdline") else { return false }
        let name = command.prefix { $0 != 0 }
        return name.suffix(5).elementsEqual("berth".utf8)
    }
}
