/// What a storage driver reports; the absence of an object is not an error but a `nil`.
package enum StorageError: Error, Equatable, Sendable {
    /// The `WriteCondition` of a put did not hold; nothing was changed.
    case conditionFailed
    /// The object is larger than the caller was ready to read.
    case tooLarge(limit: Int)
    /// No space, no inode or no quota left; reads go on.
    case full
    /// The storage asks to slow down or is not there right now; the same call may succeed later.
    case unavailable(String)
    /// The storage refuses the registry's credentials, or the bucket or folder does not exist.
    case denied(String)
    /// Bytes at rest are not the bytes that were stored.
    case corrupt(StoragePath)
    /// Anything else; the text is for the log only and holds no secret.
    case failed(String)
}
