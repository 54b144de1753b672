import Crypto
import Foundation
import Kubernetes
import NIOCore
import NIOPosix

/// One file with all objects of one revision, the same for every engine.
///
/// ```
/// {"format":"berth-api-server-state","version":1,"revision":"4711"}
/// {"group":"","resource":"secrets","namespace":"a","name":"x","revision":"12","value":"<the stored bytes in base64>"}
/// …
/// {"objects":1,"sha256":"<of all bytes before this line>"}
/// ```
/// It is as secret as the state itself: only the owner can read it.
package enum StateBackup {
    static let format = "berth-api-server-state"
    static let version: Int64 = 1
    private static let pageLimit = 500
    /// How far the revisions of a restored state are above the backup's: more than were given out since.
    package static let revisionGap: Int64 = 1_000_000_000

    /// What a backup holds.
    package struct Summary: Sendable, Hashable {
        package let objects: Int
        /// The revision that all objects are of.
        package let revision: Int64
    }

    /// Writes what the store holds at one revision, while it works on; the file has its name once it is whole.
    @discardableResult
    package static func write(from store: any ResourceStore, to path: String) async throws -> Summary {
        let file = try await blocking { try BackupFileWriter(path: path) }
        do {
            var revision: Int64?
            var last: ResourceKey?
            var count = 0
            while true {
                let page = try await store.all(after: last, limit: pageLimit, at: revision)
                let isFirst = revision == nil
                try await blocking {
                    if isFirst { try file.write(BackupLine.header(revision: page.revision)) }
                    for object in page.items { try file.write(BackupLine.object(object)) }
                }
                (revision, last) = (page.revision, page.items.last?.key)
                count += page.items.count
                guard page.hasMore else { break }
            }
            let objects = count
            try await blocking { try file.finish(objects: objects) }
            return Summary(objects: count, revision: revision ?? 0)
        } catch {
            await NIOThreadPool.singleton.abandon(file)
            throw error
        }
    }

    /// Reads a backup whole and tells what it holds; nothing else.
    package static func verify(_ path: String) async throws -> Summary {
        try await blocking {
            let reader = try BackupFileReader(path: path)
            while try reader.next() != nil {}
            return reader.summary
        }
    }

    /// Replaces all that the store holds, after the whole file was found sound.
    ///
    /// Revisions go on above the backup's and the store's: what clients know from before is too old, never wrong.
    ///
    /// - Returns: What was restored, with the store's new revision.
    @discardableResult
    package static func restore(from path: String, into store: any ResourceStore) async throws -> Summary {
        let summary = try await verify(path)
        let reader = try await blocking { try BackupFileReader(path: path) }
        let (floor, overflow) = summary.revision.addingReportingOverflow(revisionGap)
        guard !overflow else { throw StateBackupError.damaged(line: 1) }
        let reached = try await store.replaceAll(above: floor) {
            var objects: [(key: ResourceKey, value: ByteBuffer)] = []
            while objects.count < pageLimit, let object = try reader.next() { objects.append(object) }
            return objects.isEmpty ? nil : objects
        }
        return Summary(objects: summary.objects, revision: reached)
    }

    private static func blocking<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value
    {
        try await NIOThreadPool.singleton.runIfActive(body)
    }
}

extension NIOThreadPool {
    fileprivate func abandon(_ file: BackupFileWriter) async { try? await runIfActive { file.abandon() } }
}
