import BerthHTTP
import Foundation
package import Logging
package import NIOCore
package import NIOPosix
package import S3
package import S3Client

/// The registry's bytes in a bucket of any S3 service.
///
/// A blob is one multipart upload (or one PUT when it is small) whose bytes never move again. Nothing is found by listing
/// in order to do something: upload ids and part entity tags live in the writer.
package struct S3StorageDriver: StorageDriver {
    package let name = "s3"
    package let isLocal = false
    package let needsVerification = false

    let client: S3Client
    let bucket: BucketName
    /// What stands before every key: empty, or a directory with its trailing slash.
    let prefix: String
    let pool: NIOThreadPool
    let budget: MemoryBudget
    let uploads: PartUploads
    let partSize: Int
    let logger: Logger

    /// The smallest part that S3 takes before the last.
    static let smallestPart = 5 << 20
    /// Memory for the parts of all uploads together.
    package static let defaultMemoryLimit = 96 << 20
    /// Size of a part while there is memory.
    package static let defaultPartSize = 16 << 20

    /// A driver for `bucket` below `rootDirectory`.
    ///
    /// Parts are uploaded beside the receiving of the next ones once ``PartUploads/run()`` runs, one by one without it.
    package init(
        client: S3Client,
        bucket: BucketName,
        rootDirectory: String = "",
        partSize: Int = S3StorageDriver.defaultPartSize,
        memoryLimit: Int = S3StorageDriver.defaultMemoryLimit,
        uploads: PartUploads = PartUploads(),
        pool: NIOThreadPool,
        logger: Logger
    ) {
        self.client = client
        self.bucket = bucket
        let root = rootDirectory.split(separator: "/").joined(separator: "/")
        prefix = root.isEmpty ? "" : root + "/"
        self.partSize = max(partSize, Self.smallestPart)
        budget = MemoryBudget(limit: memoryLimit)
        self.uploads = uploads
        self.pool = pool
        self.logger = logger
    }

    package func content(at path: StoragePath, limit: Int) async throws -> StoredContent? {
        try await translating {
            guard let (object, length, body) = try await client.getObject(bucket: bucket, key: try key(path)) else {
                return nil
            }
            guard length <= Int64(limit) else { throw StorageError.tooLarge(limit: limit) }
            var bytes = ByteBuffer()
            for try await chunk in body {
                var chunk = chunk
                bytes.writeBuffer(&chunk)
            }
            guard bytes.readableBytes == Int(length) else { throw StorageError.unavailable("the answer broke off") }
            return StoredContent(bytes: bytes, entityTag: Self.bare(object.entityTag))
        }
    }

    package func put(_ bytes: ByteBuffer, at path: StoragePath, condition: WriteCondition) async throws -> String {
        try await translating {
            let demand: S3WriteCondition
            switch condition {
            case .none: demand = .none
            case .ifAbsent: demand = .ifAbsent
            case .ifMatch(let text):
                guard let tag = ETag(text) else { throw StorageError.conditionFailed }
                demand = .ifMatch(tag)
            }
            do {
                let tag = try await client.putObject(
                    bucket: bucket,
                    key: try key(path),
                    body: [bytes],
                    condition: demand
                )
                return Self.bare(tag)
            } catch S3ClientError.refused(404, "NoSuchKey", _) where condition != .none {
                // S3's answer to `If-Match` when there is nothing to match.
                throw StorageError.conditionFailed
            }
        }
    }

    package func stat(_ path: StoragePath) async throws -> StoredObject? {
        try await translating {
            try await client.headObject(bucket: bucket, key: try key(path)).map(Self.stored)
        }
    }

    package func read(_ path: StoragePath, range: Range<Int64>?) async throws -> (StoredObject, ReadableBody)? {
        try await translating {
            if let range, range.isEmpty {
                return try await client.headObject(bucket: bucket, key: try key(path))
                    .map { (Self.stored($0), .bytes(ByteBuffer())) }
            }
            let answer = try await client.getObject(bucket: bucket, key: try key(path), range: range)
            return answer.map { object, length, body in (Self.stored(object), .stream(body, length: length)) }
        }
    }

    package func delete(_ paths: [StoragePath]) async throws {
        guard !paths.isEmpty else { return }
        try await translating {
            try await client.deleteObjects(bucket: bucket, keys: try paths.map(key))
        }
    }

    package func children(of path: StoragePath, after: String?, limit: Int) async throws -> StoragePage {
        let below = "\(prefix)\(path.text)/"
        var entries: [StorageEntry] = []
        try await pages(below: below, delimiter: "/", startAfter: after.map { below + $0 }) { page in
            for object in page.objects where object.key.utf8.count > below.utf8.count {
                entries.append(Self.entry(object, below: below))
            }
            for common in page.commonPrefixes {
                entries.append(StorageEntry(name: String(common.dropFirst(below.count).dropLast()), isDirectory: true))
            }
            // Services differ in whether a common prefix that begins at `after` is named again.
            if let after { entries.removeAll { !after.utf8.lexicographicallyPrecedes($0.sortKey.utf8) } }
            return entries.count <= limit
        }
        entries.sort { $0.sortKey.utf8.lexicographicallyPrecedes($1.sortKey.utf8) }
        return StoragePage(entries: Array(entries.prefix(limit)), isTruncated: entries.count > limit)
    }

    package func objects(below path: StoragePath, after: String?, limit: Int) async throws -> StoragePage {
        let below = "\(prefix)\(path.text)/"
        var entries: [StorageEntry] = []
        var isTruncated = false
        try await pages(below: below, delimiter: nil, startAfter: after.map { below + $0 }) { page in
            for object in page.objects where object.key.utf8.count > below.utf8.count {
                if entries.count == limit {
                    isTruncated = true
                    return false
                }
                entries.append(Self.entry(object, below: below))
            }
            return true
        }
        return StoragePage(entries: entries, isTruncated: isTruncated)
    }

    package func beginBlob(_ hint: BlobHint, hasher: BlobHasher) async throws -> any BlobWriter {
        let upload = StoragePath(unchecked: "docker/registry/v2/uploads/\(UUID().uuidString.lowercased())")
        return S3BlobWriter(driver: self, path: hint.final ?? upload, hasher: hasher)
    }

    package func presignedURL(for path: StoragePath, expires: Duration) async throws -> String? {
        client.presignedURL(bucket: bucket, key: try key(path), seconds: Int(expires.components.seconds))
    }

    package func checkHealth() async throws {
        try await translating {
            guard try await client.headBucket(bucket) else { throw StorageError.denied("the bucket does not exist") }
        }
    }

    // Keys and errors, for the writer too.

    func key(_ path: StoragePath) throws -> ObjectKey {
        guard let key = ObjectKey(prefix + path.text) else { throw StorageError.failed("the key is too long") }
        return key
    }

    /// Runs `body` and turns the client's errors into the storage's.
    func translating<Result>(
        isolation: isolated (any Actor)? = #isolation,
        _ body: () async throws -> Result
    ) async throws -> Result {
        do {
            return try await body()
        } catch let error as S3ClientError {
            throw Self.storageError(error)
        }
    }

    private static func storageError(_ error: S3ClientError) -> StorageError {
        switch error {
        case _ where error.isConditionFailed: .conditionFailed
        case .refused(507, _, _), .refused(_, "XMinioStorageFull", _), .refused(_, "QuotaExceeded", _): .full
        case .refused(let status, let code, _) where status == 401 || status == 403:
            .denied(code.isEmpty ? "\(status)" : code)
        case .refused(404, "NoSuchBucket", _): .denied("NoSuchBucket")
        case .refused(let status, let code, _) where error.isTransient: .unavailable("\(status) \(code)")
        case .refused(let status, let code, _): .failed("\(status) \(code)")
        case .unreachable(let reason): .unavailable(reason)
        case .malformedAnswer(let what): .failed(what)
        }
    }

    private func pages(
        below: String,
        delimiter: String?,
        startAfter: String?,
        _ take: (S3Page) -> Bool
    ) async throws {
        var token: String?
        repeat {
            let page = try await translating { [token] in
                try await client.listObjects(
                    bucket: bucket,
                    prefix: below,
                    delimiter: delimiter,
                    startAfter: startAfter,
                    continuationToken: token
                )
            }
            guard take(page) else { return }
            token = page.continuationToken
        } while token != nil
    }

    private static func entry(_ object: S3Page.Entry, below: String) -> StorageEntry {
        StorageEntry(
            name: String(object.key.dropFirst(below.count)),
            isDirectory: false,
            size: object.size,
            entityTag: object.entityTag
        )
    }

    private static func stored(_ object: S3Object) -> StoredObject {
        let seconds = object.lastModified.flatMap(HTTPDate.seconds(of:)) ?? 0
        return StoredObject(
            size: object.size,
            modified: Date(timeIntervalSince1970: Double(seconds)),
            entityTag: bare(object.entityTag)
        )
    }

    private static func bare(_ tag: String) -> String {
        String(tag.drop { $0 == "\"" }.prefix { $0 != "\"" })
    }
}
