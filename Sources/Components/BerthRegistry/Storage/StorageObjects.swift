package import Foundation
package import NIOCore

/// When a put may replace what is there.
package enum WriteCondition: Sendable, Equatable {
    case none
    /// Only when there is no object yet (S3: `If-None-Match: *`).
    case ifAbsent
    /// Only when the object still has this entity tag (S3: `If-Match`).
    case ifMatch(String)
}

/// What a driver knows of an object without its bytes.
package struct StoredObject: Sendable, Equatable {
    package var size: Int64
    package var modified: Date
    /// Changes whenever the bytes change; opaque.
    package var entityTag: String

    package init(size: Int64, modified: Date, entityTag: String) {
        self.size = size
        self.modified = modified
        self.entityTag = entityTag
    }
}

/// A small object, read whole.
package struct StoredContent: Sendable, Equatable {
    package var bytes: ByteBuffer
    package var entityTag: String

    package init(bytes: ByteBuffer, entityTag: String) {
        self.bytes = bytes
        self.entityTag = entityTag
    }
}

/// One line of a listing.
package struct StorageEntry: Sendable, Equatable {
    /// Relative to the listed path: one segment from `children`, several joined by `/` from `objects`.
    package var name: String
    /// Something lies below this name; directories without any object are never listed.
    package var isDirectory: Bool
    /// Of objects, where a listing tells it for free.
    package var size: Int64?
    /// Of objects, as S3 lists it (without the quotes); `nil` where a listing does not tell it.
    package var entityTag: String?

    /// What the entries of a page are ordered by.
    package var sortKey: String { isDirectory ? name + "/" : name }

    package init(name: String, isDirectory: Bool, size: Int64? = nil, entityTag: String? = nil) {
        self.name = name
        self.isDirectory = isDirectory
        self.size = size
        self.entityTag = entityTag
    }
}

/// A page of a listing, in the order of its sort keys.
package struct StoragePage: Sendable, Equatable {
    package var entries: [StorageEntry]
    /// Whether there is more after the last entry.
    package var isTruncated: Bool

    package init(entries: [StorageEntry], isTruncated: Bool) {
        self.entries = entries
        self.isTruncated = isTruncated
    }
}

/// Where the bytes of a committed blob are.
package enum BlobPlacement: Sendable, Equatable {
    /// Under the final path that `commit` was given.
    case inPlace
    /// Under the key at which they were uploaded, where they stay: the registry then writes the blob's `location`.
    case at(StoragePath)
}

/// What is known of a blob before its first byte.
package struct BlobHint: Sendable, Equatable {
    /// The bytes still to come, when the request says so.
    package var expectedSize: Int64?
    /// The blob's final path, when its digest is already known; `commit` then names this path, or the upload is cancelled.
    ///
    /// Bytes may go to this very key if they become visible by `commit` only.
    package var final: StoragePath?

    package init(expectedSize: Int64? = nil, final: StoragePath? = nil) {
        self.expectedSize = expectedSize
        self.final = final
    }
}
