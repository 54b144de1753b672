import Foundation
package import NIOCore
import Synchronization

/// Storage that is gone with the process: for tests, and as the shortest statement of what a driver does.
package final class InMemoryStorageDriver: StorageDriver {
    private struct Object {
        var bytes: ByteBuffer
        var modified: Date
        var version: Int
    }

    private struct State {
        var objects: [StoragePath: Object] = [:]
        var versions = 0
        var uploads = 0
    }

    private let state = Mutex(State())
    package let name = "inmemory"
    package let isLocal = true
    package let needsVerification: Bool

    /// An empty storage; with `needsVerification` its bytes are not trusted, as those of a folder.
    package init(needsVerification: Bool = true) {
        self.needsVerification = needsVerification
    }

    package func content(at path: StoragePath, limit: Int) async throws -> StoredContent? {
        guard let object = state.withLock({ $0.objects[path] }) else { return nil }
        guard object.bytes.readableBytes <= limit else { throw StorageError.tooLarge(limit: limit) }
        return StoredContent(bytes: object.bytes, entityTag: "\(object.version)")
    }

    @discardableResult
    package func put(_ bytes: ByteBuffer, at path: StoragePath, condition: WriteCondition) async throws -> String {
        try state.withLock { state in
            switch condition {
            case .none: break
            case .ifAbsent: guard state.objects[path] == nil else { throw StorageError.conditionFailed }
            case .ifMatch(let tag):
                guard let object = state.objects[path], "\(object.version)" == tag else {
                    throw StorageError.conditionFailed
                }
            }
            return Self.store(bytes, path, &state)
        }
    }

    private static func store(_ bytes: ByteBuffer, _ path: StoragePath, _ state: inout State) -> String {
        state.versions += 1
        state.objects[path] = Object(bytes: bytes, modified: Date(), version: state.versions)
        return "\(state.versions)"
    }

    package func stat(_ path: StoragePath) async throws -> StoredObject? {
        state.withLock { $0.objects[path] }.map(Self.stored)
    }

    private static func stored(_ object: Object) -> StoredObject {
        StoredObject(
            size: Int64(object.bytes.readableBytes),
            modified: object.modified,
            entityTag: "\(object.version)"
        )
    }

    package func read(_ path: StoragePath, range: Range<Int64>?) async throws -> (StoredObject, ReadableBody)? {
        guard let object = state.withLock({ $0.objects[path] }) else { return nil }
        let whole = 0..<Int64(object.bytes.readableBytes)
        let shown = (range ?? whole).clamped(to: whole)
        let start = object.bytes.readerIndex + Int(shown.lowerBound)
        let slice = object.bytes.getSlice(at: start, length: shown.count) ?? ByteBuffer()
        return (Self.stored(object), .bytes(slice))
    }

    package func delete(_ paths: [StoragePath]) async throws {
        state.withLock { state in
            for path in paths { state.objects.removeValue(forKey: path) }
        }
    }

    package func children(of path: StoragePath, after: String?, limit: Int) async throws -> StoragePage {
        var children: [String: StorageEntry] = [:]
        for (name, object) in below(path) {
            let entry: StorageEntry
            if let slash = name.firstIndex(of: "/") {
                entry = StorageEntry(name: String(name[..<slash]), isDirectory: true)
            } else {
                entry = StorageEntry(
                    name: name,
                    isDirectory: false,
                    size: Int64(object.bytes.readableBytes),
                    entityTag: "\(object.version)"
                )
            }
            children[entry.sortKey] = entry
        }
        return Self.page(Array(children.values), after: after, limit: limit)
    }

    package func objects(below path: StoragePath, after: String?, limit: Int) async throws -> StoragePage {
        let entries = below(path).map { name, object in
            StorageEntry(
                name: name,
                isDirectory: false,
                size: Int64(object.bytes.readableBytes),
                entityTag: "\(object.version)"
            )
        }
        return Self.page(entries, after: after, limit: limit)
    }

    private func below(_ path: StoragePath) -> [(String, Object)] {
        let prefix = path.text + "/"
        return state.withLock { $0.objects }.compactMap { key, object in
            key.text.hasPrefix(prefix) ? (String(key.text.dropFirst(prefix.count)), object) : nil
        }
    }

    private static func page(_ entries: [StorageEntry], after: String?, limit: Int) -> StoragePage {
        let wanted = entries.filter { entry in
            after.map { $0.utf8.lexicographicallyPrecedes(entry.sortKey.utf8) } ?? true
        }.sorted { $0.sortKey.utf8.lexicographicallyPrecedes($1.sortKey.utf8) }
        return StoragePage(entries: Array(wanted.prefix(limit)), isTruncated: wanted.count > limit)
    }

    package func beginBlob(_ hint: BlobHint, hasher: BlobHasher) async throws -> any BlobWriter {
        let number = state.withLock { state in
            state.uploads += 1
            return state.uploads
        }
        return Writer(driver: self, own: StoragePaths.upload("\(number)"), hasher: hasher)
    }

    package func presignedURL(for path: StoragePath, expires: Duration) async throws -> String? { nil }

    package func checkHealth() async throws {}

    private final class Writer: BlobWriter {
        let driver: InMemoryStorageDriver
        let own: StoragePath
        let hasher: BlobHasher
        let bytes = Mutex(ByteBuffer())

        init(driver: InMemoryStorageDriver, own: StoragePath, hasher: BlobHasher) {
            self.driver = driver
            self.own = own
            self.hasher = hasher
        }

        func beginBody(length: Int64?) async throws {}

        func write(_ batch: [ByteBuffer]) async throws {
            for buffer in batch {
                bytes.withLock { _ = $0.writeImmutableBuffer(buffer) }
                hasher.update(buffer)
            }
        }

        func checkpoint() async throws {}

        func commit(as final: StoragePath?) async throws -> BlobPlacement {
            let bytes = bytes.withLock { $0 }
            driver.state.withLock { _ = InMemoryStorageDriver.store(bytes, final ?? own, &$0) }
            return final == nil ? .at(own) : .inPlace
        }

        func cancel() async {
            bytes.withLock { $0 = ByteBuffer() }
        }
    }
}
