import S3

@testable import BerthObjectStore

/// What a store must be like, in dictionaries: the reference that the engine is held against.
struct StoreModel: Hashable, Sendable {
    struct Upload: Hashable, Sendable {
        let bucket: String
        let key: String
        var parts: [Int: [UInt8]] = [:]
    }

    var buckets: [String: [String: [UInt8]]] = [:]
    /// By their id; ids are not compared.
    var uploads: [String: Upload] = [:]
    var users: [String: String] = [:]

    /// The same but for the ids of uploads, which the store chooses.
    var comparable: Self {
        var copy = self
        let texts = uploads.values.map { upload in
            let parts = upload.parts.sorted { $0.key < $1.key }.map { "\($0.key):\(Self.hash($0.value))" }
            return "\(upload.bucket)/\(upload.key) \(parts.joined(separator: " "))"
        }
        copy.uploads = [:]
        for (index, text) in texts.sorted().enumerated() {
            copy.uploads["\(index)"] = Upload(bucket: text, key: "")
        }
        return copy
    }

    private static func hash(_ bytes: [UInt8]) -> String { "\(bytes.count)-\(BinaryWriter.sum([], bytes))" }

    /// What a store holds, read through its own interface.
    init(of store: ScratchStore) async throws {
        for bucket in try await store.engine.buckets() {
            var objects: [String: [UInt8]] = [:]
            for key in try await store.list(in: bucket.name).names {
                objects[key] = try await store.get(key, in: bucket.name)
            }
            buckets[bucket.name.text] = objects
            let listing = try await store.engine.uploads(
                in: bucket.name,
                prefix: [],
                delimiter: nil,
                afterKey: nil,
                afterUpload: nil,
                limit: 1000
            )
            for entry in listing.entries {
                guard case .upload(let record) = entry else { continue }
                uploads[record.id] = try await Self.upload(record, in: bucket.name, store)
            }
        }
        users = store.engine.iam.users.mapValues(\.secretKey)
    }

    init() {}

    private static func upload(
        _ record: UploadRecord,
        in bucket: BucketName,
        _ store: ScratchStore
    ) async throws -> Upload {
        var upload = Upload(bucket: bucket.text, key: record.key.text)
        let parts = try await store.engine.parts(of: record.id, key: record.key, in: bucket, after: 0, limit: 1000)
        for part in parts.parts {
            // Parts cannot be read, but their tags tell their content.
            upload.parts[part.number] = Array(part.etag.text.utf8)
        }
        return upload
    }
}
