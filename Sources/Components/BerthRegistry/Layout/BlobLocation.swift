/// Where a blob's bytes are and how many: what a digest names never changes, so this may be remembered.
package struct BlobLocation: Sendable, Hashable {
    package let path: StoragePath
    package let size: Int64
}
