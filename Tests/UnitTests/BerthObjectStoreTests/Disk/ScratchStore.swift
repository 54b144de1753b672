import BerthHTTP
import Foundation
import Logging
import NIOCore
import NIOPosix
import S3
import Testing

@testable import BerthObjectStore

/// A storage engine on a scratch folder, with the short words that tests need.
final class ScratchStore: Sendable {
    static let bucket = testBucket("bucket")

    let directory: String
    let engine: StorageEngine

    private init(directory: String, engine: StorageEngine) {
        self.directory = directory
        self.engine = engine
    }

    /// Runs `body` with a new store that has one bucket, and removes it afterwards.
    static func with(
        options: StorageOptions = .small,
        _ body: (ScratchStore) async throws -> Void
    ) async throws {
        try await withDirectory { directory in
            let store = try await open(directory, options: options)
            _ = try await store.engine.createBucket(bucket)
            try await body(store)
            try await store.engine.close()
        }
    }

    static func withDirectory(_ body: (String) async throws -> Void) async throws {
        let directory = FileManager.default.temporaryDirectory.path + "/berth-store-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: directory) }
        try await body(directory)
    }

    static func open(
        _ directory: String,
        options: StorageOptions = .small,
        fileSystem: (any FileSystem)? = nil,
        indexPath: String? = nil
    ) async throws -> ScratchStore {
        let engine = try await StorageEngine.open(
            directory,
            indexPath: indexPath ?? "\(directory)/index.sqlite",
            fileSystem: fileSystem ?? PosixFileSystem(),
            options: options,
            pool: .singleton,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
        return ScratchStore(directory: directory, engine: engine)
    }

    func stage(_ bytes: [UInt8], md5: Bool = true, checksums: Set<ChecksumAlgorithm> = []) async throws -> StagedContent
    {
        let writer = try await engine.beginWrite(expectedSize: Int64(bytes.count), checksums: checksums, md5: md5)
        var position = 0
        while position < bytes.count {
            let end = min(position + 200_000, bytes.count)
            try await writer.write(ByteBuffer(bytes: bytes[position..<end]))
            position = end
        }
        return try await writer.finish()
    }

    @discardableResult
    func put(
        _ key: String,
        _ bytes: [UInt8],
        in bucket: BucketName = ScratchStore.bucket,
        metadata: ObjectMetadata = ObjectMetadata(),
        precondition: Precondition = .none
    ) async throws -> ObjectRecord {
        try await engine.putObject(
            testKey(key),
            in: bucket,
            content: stage(bytes),
            metadata: metadata,
            precondition: precondition
        )
    }

    func get(
        _ key: String,
        in bucket: BucketName = ScratchStore.bucket,
        range: Range<Int64>? = nil
    ) async throws -> [UInt8] {
        let record = try await engine.object(testKey(key), in: bucket)
        return try await engine.reader(of: record, range: range).collect()
    }

    /// The keys in order, a common prefix with a star behind it.
    func list(
        prefix: String = "",
        delimiter: String? = nil,
        start: ObjectListing.Start = .beginning,
        limit: Int = 1000,
        in bucket: BucketName = ScratchStore.bucket
    ) async throws -> (names: [String], next: ObjectListing.Start?) {
        let page = try await engine.list(
            bucket,
            prefix: Array(prefix.utf8),
            delimiter: delimiter.map { Array($0.utf8) },
            start: start,
            limit: limit
        )
        let names = page.entries.map { entry in
            switch entry {
            case .object(let record): record.key.text
            case .commonPrefix(let bytes): String(decoding: bytes, as: UTF8.self) + "*"
            }
        }
        return (names, page.next)
    }

    /// The content files on the disk, once those that were dropped are gone.
    func files() async throws -> [String] {
        // A commit is over when the files that it drops are gone, but for those that a reader has not let go.
        try await engine.queue.submit { _ in }
        let deadline = ContinuousClock.now + .seconds(120)
        while engine.files.isKeepingDropped, ContinuousClock.now < deadline {
            try await Task.sleep(for: .milliseconds(1))
        }
        return try DataDirectory.objectFolders.flatMap { folder in
            try engine.fileSystem.names(in: "\(directory)/objects/\(folder)").map { "\(folder)/\($0)" }
        }
    }
}

extension StorageOptions {
    /// For tests: parts of any size, no share of the disk kept.
    static var small: StorageOptions {
        var options = StorageOptions()
        options.partSizeMinimum = 100
        options.freeSpaceFloor = 0
        options.reserveSize = 64 << 10
        return options
    }
}

extension ObjectReader {
    func collect() async throws -> [UInt8] {
        var bytes: [UInt8] = []
        while let segment = try await next() {
            switch segment {
            case .bytes(let buffer): bytes += buffer.readableBytesView
            case .file(let file, let range): bytes += try file.read(range).readableBytesView
            }
        }
        return bytes
    }
}

func testBucket(_ name: String) -> BucketName {
    guard let bucket = BucketName(name) else { preconditionFailure("not a bucket name: \(name)") }
    return bucket
}

func testKey(_ name: String) -> ObjectKey {
    guard let key = ObjectKey(name) else { preconditionFailure("not a key: \(name)") }
    return key
}

/// Bytes that look like nothing, the same for the same seed.
func noise(_ count: Int, seed: UInt64 = 1) -> [UInt8] {
    var state = seed &+ 0x9E37_79B9_7F4A_7C15
    var bytes: [UInt8] = []
    bytes.reserveCapacity(count)
    for _ in 0..<count {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        bytes.append(UInt8(truncatingIfNeeded: state))
    }
    return bytes
}
