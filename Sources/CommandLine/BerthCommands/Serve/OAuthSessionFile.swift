import BerthOAuthServer
import BerthPKI
import Foundation

/// The file, 0600, in which an OAuth server keeps the keys of its sessions and those that were ended.
struct OAuthSessionFile: SessionFile {
    let path: String
    let bootID: String

    /// The file at `path`, on the system that runs now.
    init(path: String) {
        self.path = path
        let text = try? AtomicFile.read("/proc/sys/kernel/random/boot_id").map { String(decoding: $0, as: UTF8.self) }
        bootID = (text ?? nil)?.filter { $0.isHexDigit || $0 == "-" } ?? ""
    }

    func read() throws -> [UInt8]? { try AtomicFile.read(path) }

    func replace(_ content: [UInt8]) throws { try AtomicFile.write(content, to: path, mode: 0o600) }

    /// What the kernel has outlives the process; what a power cut takes is told by the boot.
    func append(_ content: [UInt8]) throws {
        let descriptor = open(path, O_WRONLY | O_APPEND | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure() }
        defer { close(descriptor) }
        let count = content.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
        guard count == content.count else { throw failure() }
    }

    func remove() { unlink(path) }

    private func failure() -> CommandFailure { CommandFailure("\(path): \(AtomicFile.message(of: errno))") }
}
