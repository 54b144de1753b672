import BerthRegistry
import Foundation

/// The drivers that the suite judges.
enum DriverUnderTest: String, CaseIterable, Sendable {
    case memory
    case folder

    /// Runs `body` on a fresh, empty driver.
    func withDriver(_ body: @Sendable (any StorageDriver) async throws -> Void) async throws {
        switch self {
        case .memory: try await body(InMemoryStorageDriver())
        case .folder:
            let root = NSTemporaryDirectory() + "berth-driver-\(UUID().uuidString)"
            defer { try? FileManager.default.removeItem(atPath: root) }
            try await body(try await FilesystemStorageDriver.open(root: root))
        }
    }
}
