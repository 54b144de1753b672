import Foundation
import Logging
import S3

/// Makes what a provision names, unless it is there.
struct Provisioner: Sendable {
    let engine: StorageEngine
    let logger: Logger

    /// Applies the provision; what is there already as named is not written again.
    func apply(_ provision: Provision) async throws {
        for (name, document) in provision.policies.sorted(by: { $0.key < $1.key }) {
            try await apply(policy: name, document)
        }
        for user in provision.users { try await apply(user) }
        for text in provision.buckets {
            guard let name = BucketName(text), !name.isReserved else { throw ObjectStoreError.invalidBucketName(text) }
            do {
                _ = try await engine.createBucket(name)
                logger.info("bucket created", metadata: ["bucket": "\(name)"])
            } catch StoreError.bucketAlreadyExists {
                continue
            }
        }
    }

    private func apply(policy name: String, _ document: String) async throws {
        do {
            _ = try PolicyDocument(document)
        } catch {
            throw ObjectStoreError.invalidPolicy(name: name, reason: "\(error)")
        }
        guard engine.iam.policies[name]?.document != document else { return }
        _ = try await engine.putPolicy(name: name, document: document)
        logger.info("policy put", metadata: ["policy": "\(name)"])
    }

    private func apply(_ user: Provision.User) async throws {
        guard Credentials(accessKey: user.accessKey, secretKey: user.secretKey).isAcceptable else {
            throw ObjectStoreError.invalidUser(user.accessKey)
        }
        let iam = engine.iam
        for policy in user.policies where iam.policies[policy] == nil {
            throw ObjectStoreError.unknownPolicy(name: policy, user: user.accessKey)
        }
        let known = iam.user(user.accessKey)
        guard known?.secretKey != user.secretKey || known?.policies != user.policies || known?.status != .enabled
        else { return }
        try await engine.putUser(
            UserRecord(
                accessKey: user.accessKey,
                secretKey: user.secretKey,
                status: .enabled,
                created: known?.created ?? Date(),
                policies: user.policies
            )
        )
        logger.info("user put", metadata: ["user": "\(user.accessKey)"])
    }
}
