import BerthHTTP
import BerthTesting
import Foundation
import Logging
import NIOCore
import S3

@testable import BerthObjectStore

/// An object store in this process on a free port, with an owner and a user who has the policy of a registry.
struct ServedStore: Sendable {
    static let root = Credentials(accessKey: "root-access-key", secretKey: "root-secret-key")
    static let registry = Credentials(accessKey: "registry-key", secretKey: "registry-secret")
    static let registryPolicy = """
        {"Version":"2012-10-17","Statement":[
          {"Effect":"Allow","Action":["s3:ListBucket","s3:GetBucketLocation","s3:ListBucketMultipartUploads"],
           "Resource":"arn:aws:s3:::ocp-registry"},
          {"Effect":"Allow","Action":["s3:PutObject","s3:GetObject","s3:DeleteObject","s3:ListMultipartUploadParts",
           "s3:AbortMultipartUpload"],"Resource":"arn:aws:s3:::ocp-registry/*"}]}
        """

    let http: RawHTTP
    /// Requests signed by the owner.
    let owner: RawS3
    /// Requests signed by the user of the registry.
    let user: RawS3

    /// Runs `body` with a fresh store that knows `users` besides, each with its own policy.
    static func with(
        users: [(Credentials, String)] = [],
        domains: [String] = [],
        storage: StorageOptions = StorageOptions(),
        _ body: @escaping @Sendable (ServedStore) async throws -> Void
    ) async throws {
        try await ScratchStore.withDirectory { directory in
            var configuration = ObjectStoreConfiguration(
                dataDirectory: directory,
                http: HTTPServiceConfiguration(port: 0)
            )
            configuration.rootCredentials = root
            configuration.domains = domains
            configuration.storage = storage
            configuration.provision.buckets = ["ocp-registry", "other"]
            configuration.provision.policies["registry"] = registryPolicy
            configuration.provision.users.append(
                Provision.User(
                    accessKey: registry.accessKey,
                    secretKey: registry.secretKey,
                    policies: ["registry"]
                )
            )
            for (user, policy) in users {
                configuration.provision.policies[user.accessKey] = policy
                configuration.provision.users.append(
                    Provision.User(
                        accessKey: user.accessKey,
                        secretKey: user.secretKey,
                        policies: [user.accessKey]
                    )
                )
            }
            try await serve(configuration, body)
        }
    }

    private static func serve(
        _ configuration: ObjectStoreConfiguration,
        _ body: @escaping @Sendable (ServedStore) async throws -> Void
    ) async throws {
        let (addresses, continuation) = AsyncStream.makeStream(of: SocketAddress.self)
        var logger = Logger(label: "store")
        logger.logLevel = .critical
        let store = ObjectStore(configuration: configuration, logger: logger) { continuation.yield($0) }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                do {
                    try await store.run()
                } catch {
                    continuation.finish()
                    throw error
                }
            }
            for await address in addresses {
                try await body(ServedStore(port: address.port ?? 0))
                break
            }
            group.cancelAll()
            do { try await group.waitForAll() } catch is CancellationError {}
        }
    }

    private init(port: Int) {
        http = RawHTTP(port: port)
        owner = RawS3(http, accessKey: Self.root.accessKey, secretKey: Self.root.secretKey)
        user = RawS3(http, accessKey: Self.registry.accessKey, secretKey: Self.registry.secretKey)
    }

    /// Requests signed by somebody.
    func signed(by credentials: Credentials) -> RawS3 {
        RawS3(http, accessKey: credentials.accessKey, secretKey: credentials.secretKey)
    }
}
