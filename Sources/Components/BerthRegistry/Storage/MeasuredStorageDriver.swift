import BerthHTTP
import NIOCore

/// Tells how long each call of a driver takes, under distribution's name for it.
struct MeasuredStorageDriver: StorageDriver {
    private let base: any StorageDriver
    private let seconds: MetricsRegistry.Family

    init(base: any StorageDriver, metrics: MetricsRegistry) {
        self.base = base
        seconds = metrics.family(
            .histogram,
            "registry_storage_action_seconds",
            help: "The number of seconds that the storage action takes.",
            labels: ["driver", "action"]
        )
    }

    var name: String { base.name }
    var isLocal: Bool { base.isLocal }
    var needsVerification: Bool { base.needsVerification }

    private func measured<Result: Sendable>(
        _ action: String,
        _ body: () async throws -> Result
    ) async throws -> Result {
        let began = ContinuousClock.now
        defer {
            let took = (ContinuousClock.now - began).components
            seconds.observe(Double(took.seconds) + Double(took.attoseconds) / 1e18, [base.name, action])
        }
        return try await body()
    }

    func content(at path: StoragePath, limit: Int) async throws -> StoredContent? {
        try await measured("GetContent") { try await base.content(at: path, limit: limit) }
    }

    func put(_ bytes: ByteBuffer, at path: StoragePath, condition: WriteCondition) async throws -> String {
        try await measured("PutContent") { try await base.put(bytes, at: path, condition: condition) }
    }

    func stat(_ path: StoragePath) async throws -> StoredObject? {
        try await measured("Stat") { try await base.stat(path) }
    }

    func read(_ path: StoragePath, range: Range<Int64>?) async throws -> (StoredObject, ReadableBody)? {
        try await measured("Reader") { try await base.read(path, range: range) }
    }

    func delete(_ paths: [StoragePath]) async throws {
        try await measured("Delete") { try await base.delete(paths) }
    }

    func children(of path: StoragePath, after: String?, limit: Int) async throws -> StoragePage {
        try await measured("List") { try await base.children(of: path, after: after, limit: limit) }
    }

    func objects(below path: StoragePath, after: String?, limit: Int) async throws -> StoragePage {
        try await measured("Walk") { try await base.objects(below: path, after: after, limit: limit) }
    }

    func beginBlob(_ hint: BlobHint, hasher: BlobHasher) async throws -> any BlobWriter {
        try await measured("Writer") { try await base.beginBlob(hint, hasher: hasher) }
    }

    func presignedURL(for path: StoragePath, expires: Duration) async throws -> String? {
        try await measured("RedirectURL") { try await base.presignedURL(for: path, expires: expires) }
    }

    func checkHealth() async throws { try await base.checkHealth() }
}
