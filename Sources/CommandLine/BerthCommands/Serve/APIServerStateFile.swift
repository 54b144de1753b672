import BerthAPIServer
import BerthHTTP
import BerthPKI
import Foundation

/// A backup of an API server: the key that signs its service accounts' tokens, in the first line, and then every object.
enum APIServerStateFile {
    private struct Head: Codable {
        var format = "berth-api-server 1"
        /// PEM; nil when the server had made none yet.
        let serviceAccountKey: String?
    }

    /// The longest first line that is read.
    private static let headLimit = 64 * 1024
    private static let chunk = 1 << 20

    /// Writes the state of `store` and the key of `directory` to `path`, which must not be there yet.
    static func write(
        from store: any ResourceStore,
        directory: String,
        to path: String
    ) async throws -> StateBackup.Summary {
        guard access(path, F_OK) != 0 else {
            throw CommandFailure("\(path) is there already, and a backup is never overwritten")
        }
        let objects = path + ".objects"
        let whole = path + ".partial"
        defer {
            unlink(objects)
            unlink(whole)
        }
        unlink(objects)
        let summary = try await StateBackup.write(from: store, to: objects)
        let key = try AtomicFile.read(keyPath(directory)).map { String(decoding: $0, as: UTF8.self) }
        try copy(objects, from: 0, to: whole, after: Array(JSONText.line(Head(serviceAccountKey: key)).utf8))
        guard rename(whole, path) == 0 else {
            throw CommandFailure("\(path): rename failed: \(AtomicFile.message(of: errno))")
        }
        return summary
    }

    /// Puts a backup into an empty `store` and its key into `directory`.
    static func restore(
        from path: String,
        into store: any ResourceStore,
        directory: String
    ) async throws -> StateBackup.Summary {
        let (head, start) = try head(of: path)
        let objects = directory + "/restore.partial"
        defer { unlink(objects) }
        try copy(path, from: start, to: objects, after: [])
        let summary = try await StateBackup.restore(from: objects, into: store)
        if let key = head.serviceAccountKey {
            try AtomicFile.write(key.utf8, to: keyPath(directory), mode: 0o600)
        }
        return summary
    }

    private static func keyPath(_ directory: String) -> String {
        APIServerConfiguration(directory: directory, http: .init(port: 0), externalURL: "", oauthURL: "")
            .serviceAccountKeyPath
    }

    private static func head(of path: String) throws -> (Head, start: Int) {
        guard let file = FileHandle(forReadingAtPath: path) else {
            throw CommandFailure("\(path) cannot be read: \(AtomicFile.message(of: errno))")
        }
        defer { try? file.close() }
        let beginning = try file.read(upToCount: headLimit) ?? Data()
        guard let end = beginning.firstIndex(of: 0x0A),
            let head = try? JSONDecoder().decode(Head.self, from: beginning[..<end]),
            head.format == Head(serviceAccountKey: nil).format
        else { throw CommandFailure("\(path) is no backup of an API server") }
        return (head, end + 1)
    }

    /// Copies what follows `start` behind `beginning`, durably and for us alone.
    private static func copy(_ source: String, from start: Int, to target: String, after beginning: [UInt8]) throws {
        let descriptor = open(target, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw CommandFailure("\(target) cannot be written: \(AtomicFile.message(of: errno))")
        }
        let output = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        guard let input = FileHandle(forReadingAtPath: source) else {
            throw CommandFailure("\(source) cannot be read: \(AtomicFile.message(of: errno))")
        }
        defer { try? input.close() }
        try input.seek(toOffset: UInt64(start))
        try output.write(contentsOf: Data(beginning))
        while let part = try input.read(upToCount: chunk), !part.isEmpty { try output.write(contentsOf: part) }
        try output.synchronize()
        try output.close()
    }
}
