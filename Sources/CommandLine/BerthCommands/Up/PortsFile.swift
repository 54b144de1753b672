import BerthPKI
import Foundation

/// What runs on a data folder: `run/ports.json`, written when everything is ready.
struct PortsFile: Codable, Equatable, Sendable {
    /// The URL of each component by its name.
    let addresses: [String: String]
    /// The process id of `berth up`.
    let pid: Int32

    /// The name under which other machines know this one.
    var hostName: String?

    /// Writes the file.
    func write(to folder: DataFolder) throws(PKIError) {
        try AtomicFile.write(JSONText.pretty(self).utf8, to: folder.ports, mode: 0o644)
    }

    /// Reads the file; nil when there is none.
    static func read(_ folder: DataFolder) -> PortsFile? {
        guard let content = try? AtomicFile.read(folder.ports) else { return nil }
        return try? JSONDecoder().decode(PortsFile.self, from: Data(content))
    }
}
