import Crypto
import Foundation
import S3

@testable import BerthObjectStore

/// One operation of a test run, on the store and on the model.
enum StoreStep: Hashable, Sendable, CustomStringConvertible {
    case createBucket(String)
    case deleteBucket(String)
    case put(bucket: String, key: String, size: Int, seed: UInt64)
    case delete(bucket: String, key: String)
    case copy(bucket: String, from: String, to: String)
    case createUpload(bucket: String, key: String)
    case putPart(upload: Int, number: Int, size: Int, seed: UInt64)
    case complete(upload: Int)
    case abort(upload: Int)
    case putUser(String, secret: String)
    case deleteUser(String)

    static let sizes = [0, 10, 5_000, 70_000, 1_100_000]

    static func random(_ generator: inout TestGenerator) -> StoreStep {
        let bucket = ["one", "two", "three"].map { "bucket-\($0)" }.randomElement(using: &generator) ?? ""
        let key = ["a", "b", "c/d", "c/e", "\u{e9}"].randomElement(using: &generator) ?? ""
        let other = ["a", "b", "copy"].randomElement(using: &generator) ?? ""
        let size = sizes.randomElement(using: &generator) ?? 0
        let number = Int.random(in: 1...3, using: &generator)
        let upload = Int.random(in: 0..<4, using: &generator)
        let seed = UInt64.random(in: 1...1000, using: &generator)
        return switch Int.random(in: 0..<20, using: &generator) {
        case 0...1: .createBucket(bucket)
        case 2: .deleteBucket(bucket)
        case 3...8: .put(bucket: bucket, key: key, size: size, seed: seed)
        case 9...10: .delete(bucket: bucket, key: key)
        case 11: .copy(bucket: bucket, from: key, to: other)
        case 12: .createUpload(bucket: bucket, key: key)
        case 13...15: .putPart(upload: upload, number: number, size: max(size, 200), seed: seed)
        case 16: .complete(upload: upload)
        case 17: .abort(upload: upload)
        case 18: .putUser("user-\(number)", secret: "secret-\(seed)")
        default: .deleteUser("user-\(number)")
        }
    }

    var description: String {
        switch self {
        case .put(let bucket, let key, let size, let seed): "put(\(bucket)/\(key), \(size), \(seed))"
        case .putPart(let upload, let number, let size, let seed): "part(\(upload), \(number), \(size), \(seed))"
        case .createBucket(let bucket): "createBucket(\(bucket))"
        case .deleteBucket(let bucket): "deleteBucket(\(bucket))"
        case .delete(let bucket, let key): "delete(\(bucket)/\(key))"
        case .copy(let bucket, let from, let to): "copy(\(bucket)/\(from) -> \(to))"
        case .createUpload(let bucket, let key): "createUpload(\(bucket)/\(key))"
        case .complete(let upload): "complete(\(upload))"
        case .abort(let upload): "abort(\(upload))"
        case .putUser(let name, let secret): "putUser(\(name), \(secret))"
        case .deleteUser(let name): "deleteUser(\(name))"
        }
    }

    /// The id of the upload with this number, of those that are open.
    private static func upload(_ index: Int, _ model: StoreModel) -> (id: String, upload: StoreModel.Upload)? {
        let ids = model.uploads.keys.sorted()
        guard !ids.isEmpty else { return nil }
        let id = ids[index % ids.count]
        return model.uploads[id].map { (id, $0) }
    }

    private static func tag(_ bytes: [UInt8]) -> [UInt8] {
        Array(Hex.encode(Insecure.MD5.hash(data: bytes)).utf8)
    }

    /// The model after this step; an error when the store must refuse it.
    func applied(to model: StoreModel, contents: inout [[UInt8]: [UInt8]]) throws(StoreError) -> StoreModel {
        var next = model
        func objects(_ bucket: String) throws(StoreError) -> [String: [UInt8]] {
            guard let objects = model.buckets[bucket] else { throw .noSuchBucket }
            return objects
        }
        switch self {
        case .createBucket(let name):
            guard model.buckets[name] == nil else { throw .bucketAlreadyExists }
            next.buckets[name] = [:]
        case .deleteBucket(let name):
            guard try objects(name).isEmpty, !model.uploads.values.contains(where: { $0.bucket == name }) else {
                throw .bucketNotEmpty
            }
            next.buckets[name] = nil
        case .put(let bucket, let key, let size, let seed):
            _ = try objects(bucket)
            next.buckets[bucket]?[key] = noise(size, seed: seed)
        case .delete(let bucket, let key):
            _ = try objects(bucket)
            next.buckets[bucket]?[key] = nil
        case .copy(let bucket, let from, let to):
            guard let bytes = try objects(bucket)[from] else { throw .noSuchKey }
            next.buckets[bucket]?[to] = bytes
        case .createUpload(let bucket, let key):
            _ = try objects(bucket)
            next.uploads["new"] = StoreModel.Upload(bucket: bucket, key: key)
        case .putPart(let index, let number, let size, let seed):
            guard let (id, _) = Self.upload(index, model) else { throw .noSuchUpload }
            let bytes = noise(size, seed: seed)
            contents[Self.tag(bytes)] = bytes
            next.uploads[id]?.parts[number] = Self.tag(bytes)
        case .complete(let index):
            guard let (id, upload) = Self.upload(index, model) else { throw .noSuchUpload }
            guard !upload.parts.isEmpty else { throw .invalidPart(number: 0) }
            let parts = upload.parts.sorted { $0.key < $1.key }.map { contents[$0.value] ?? [] }
            next.uploads[id] = nil
            next.buckets[upload.bucket]?[upload.key] = Array(parts.joined())
        case .abort(let index):
            guard let (id, _) = Self.upload(index, model) else { throw .noSuchUpload }
            next.uploads[id] = nil
        case .putUser(let name, let secret): next.users[name] = secret
        case .deleteUser(let name):
            guard model.users[name] != nil else { throw .noSuchUser }
            next.users[name] = nil
        }
        return next
    }

    /// Does this step on the store; `model` is what the store was like before.
    func run(on store: ScratchStore, _ model: StoreModel) async throws {
        let engine = store.engine
        switch self {
        case .createBucket(let name): _ = try await engine.createBucket(testBucket(name))
        case .deleteBucket(let name): try await engine.deleteBucket(testBucket(name))
        case .put(let bucket, let key, let size, let seed):
            try await store.put(key, noise(size, seed: seed), in: testBucket(bucket))
        case .delete(let bucket, let key): try await engine.deleteObject(testKey(key), in: testBucket(bucket))
        case .copy(let bucket, let from, let to):
            let source = CopySource(bucket: testBucket(bucket), key: testKey(from))
            _ = try await engine.copyObject(
                from: source,
                to: testKey(to),
                in: testBucket(bucket),
                metadata: nil,
                tags: nil
            )
        case .createUpload(let bucket, let key):
            _ = try await engine.createUpload(
                testKey(key),
                in: testBucket(bucket),
                metadata: ObjectMetadata(),
                initiator: "test"
            )
        case .putPart(let index, let number, let size, let seed):
            guard let (id, upload) = Self.upload(index, model) else { throw StoreError.noSuchUpload }
            _ = try await engine.putPart(
                number,
                of: id,
                key: testKey(upload.key),
                in: testBucket(upload.bucket),
                content: store.stage(noise(size, seed: seed))
            )
        case .complete(let index):
            guard let (id, upload) = Self.upload(index, model) else { throw StoreError.noSuchUpload }
            let parts = upload.parts.sorted { $0.key < $1.key }.compactMap { number, tag in
                ETag(String(decoding: tag, as: UTF8.self)).map { CompletedPart(number: number, etag: $0) }
            }
            _ = try await engine.completeUpload(
                id,
                key: testKey(upload.key),
                in: testBucket(upload.bucket),
                parts: parts
            )
        case .abort(let index):
            guard let (id, upload) = Self.upload(index, model) else { throw StoreError.noSuchUpload }
            try await engine.abortUpload(id, key: testKey(upload.key), in: testBucket(upload.bucket))
        case .putUser(let name, let secret):
            try await engine.putUser(
                UserRecord(
                    accessKey: name,
                    secretKey: secret,
                    status: .enabled,
                    created: Date(milliseconds: 0),
                    policies: []
                )
            )
        case .deleteUser(let name): try await engine.deleteUser(name)
        }
    }
}
