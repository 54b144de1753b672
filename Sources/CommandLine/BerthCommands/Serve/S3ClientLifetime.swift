import S3Client
import ServiceLifecycle

/// Closes the connections of an S3 client when everything that uses it has stopped: put it first into the group.
struct S3ClientLifetime: Service {
    let client: S3Client

    func run() async throws {
        // the group stops its services one after the other, the first one last; cancelled or not, the client is closed
        try? await gracefulShutdown()
        try await client.shutdown()
    }
}
