import Foundation

/// Runs `body` with a new folder that is gone afterwards.
func withScratchFolder(_ body: (String) async throws -> Void) async throws {
    let folder = NSTemporaryDirectory() + "berth-pki-\(UInt64.random(in: .min ... .max))"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try await body(folder)
}

/// The permission bits of a file.
func mode(of path: String) throws -> Int? {
    try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
}
