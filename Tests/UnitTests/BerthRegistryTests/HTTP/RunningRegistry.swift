import BerthHTTP
import BerthTesting
import Logging
import NIOCore
import OCI

@testable import BerthRegistry

/// A registry in this process, on a free port.
struct RunningRegistry: Sendable {
    let http: RawHTTP
    let driver: any StorageDriver

    /// Runs `body` against a registry over `driver`, and stops it.
    static func run(
        over driver: any StorageDriver = InMemoryStorageDriver(),
        access: any AccessController = OpenAccessController(),
        configure: (inout RegistryConfiguration) -> Void = { _ in },
        _ body: @escaping @Sendable (RunningRegistry) async throws -> Void
    ) async throws {
        var configuration = RegistryConfiguration(http: .patient)
        configure(&configuration)
        let (ports, port) = AsyncStream.makeStream(of: Int.self)
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        let registry = Registry(configuration: configuration, storage: driver, access: access, logger: logger) {
            port.yield($0.port ?? 0)
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await registry.run() }
            group.addTask {
                for await port in ports {
                    try await body(RunningRegistry(http: RawHTTP(port: port), driver: driver))
                    return
                }
            }
            defer { group.cancelAll() }
            try await group.next()
        }
    }

    /// Pushes a blob in one piece.
    func push(_ blob: SampleBlob, to name: String) async throws -> HTTPReply {
        try await http.request("POST", "/v2/\(name)/blobs/uploads/?digest=\(blob.digest)", body: blob.bytes)
    }

    /// Pushes a manifest under a tag or digest.
    func push(manifest: SampleBlob, to name: String, as reference: String) async throws -> HTTPReply {
        try await http.request(
            "PUT",
            "/v2/\(name)/manifests/\(reference)",
            headers: [("Content-Type", manifest.mediaType)],
            body: manifest.bytes
        )
    }

    /// Pushes an image with its blobs.
    func push(_ image: SampleImage, to name: String, as reference: String) async throws -> HTTPReply {
        for blob in image.blobs { _ = try await push(blob, to: name) }
        return try await push(manifest: image.manifest, to: name, as: reference)
    }

    /// The path of a session that has just begun.
    func beginUpload(in name: String) async throws -> String {
        try await http.request("POST", "/v2/\(name)/blobs/uploads/", body: [])["Location"] ?? ""
    }
}
