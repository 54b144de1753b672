import Synchronization
import NIOPosix
import Foundation
import S3

/// Where the bytes of a content are by now: durable in a file, or on their way into the index.
struct ContentPlacement: Sendable {
    let place: StoredContent.Place?
    let sums: ContentSums

    /// Makes the content known to the index, with one reference, and returns the extents of it.
    func add(to transaction: IndexTransaction, part: Int) throws -> [Extent] {
        guard let place else { return [] }
        let content = StoredContent(id: transaction.nextID(), place: place, size: sums.size, sum: sums.sum)
        try transaction.apply(.addContent(content, references: 1))
        return [Extent(content: content.id, offset: 0, length: sums.size, part: part)]
    }
}

extension StorageEngine {
    /// Makes `content` durable, then commits what `body` makes of it; if that fails the bytes go again.
    func store<Value: Sendable>(
        _ content: StagedContent,
        _ origin: ContentFooter.Origin,
        _ body: @escaping @Sendable (IndexTransaction, ContentPlacement) throws -> Value
    ) async throws -> Value {
        guard isWritable else { throw StoreError.readOnly }
        guard let staged = content.take() else { throw StoreError.closed }
        let sums = content.sums
        switch staged {
        case .inline(let bytes):
            let placement = ContentPlacement(place: bytes.isEmpty ? nil : .inline(bytes), sums: sums)
            return try await queue.submit { try body($0, placement) }
        case .file(let file):
            let footer = ContentFooter(size: sums.size, sum: sums.sum, blockSums: sums.blockSums, origin: origin)
            let name = try await pool.runIfActive { try self.files.publish(file, footer: footer) }
            let placement = ContentPlacement(place: .file(name), sums: sums)
            do {
                return try await queue.submit { try body($0, placement) }
            } catch {
                // After a failed sync of the journal the next start decides whether the change was made.
                if error as? StoreError != .readOnly { try? await pool.runIfActive { self.files.remove(name) } }
                throw error
            }
        }
    }

    /// A number that grows with time, for the footers of files.
    func stamp(_ moment: Date) -> Int64 {
        let now = moment.milliseconds << 16
        return lastStamp.withLock { last in
            last = max(last + 1, now)
            return last
        }
    }
}
