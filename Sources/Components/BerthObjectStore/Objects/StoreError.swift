package import S3

/// What can go wrong in the store, as past facts; knows nothing of HTTP.
package enum StoreError: Error, Hashable, Sendable {
    case noSuchBucket
    case bucketAlreadyExists
    /// The bucket holds objects or open uploads.
    case bucketNotEmpty
    case noSuchKey
    /// A condition of the request does not hold (412).
    case preconditionFailed
    /// A condition could not be judged because of a change in flight (409).
    case conditionalConflict
    case noSuchUpload
    /// A part named by a completion is missing or has another entity tag or checksum.
    case invalidPart(number: Int)
    case invalidPartOrder
    /// The part number is not in 1...10,000.
    case invalidPartNumber
    /// A part other than the last is below 5 MiB.
    case entityTooSmall(number: Int)
    /// The content, or the object made of the parts, exceeds the limit.
    case entityTooLarge
    /// The range of a copy lies outside its source.
    case invalidRange
    /// The content does not have the checksum that was claimed for it.
    case badDigest(ChecksumAlgorithm)
    /// The content does not have the MD5 that was claimed for it.
    case badMD5
    /// Fewer or more bytes came than were announced.
    case incompleteBody
    case tooManyTags
    /// The disk, or the share of it that the store may use, is full.
    case storageFull
    /// The process or the machine has no file descriptor left.
    case tooManyOpenFiles
    /// What is on the disk is not what was written there; nothing of it was handed out.
    case damaged
    /// The store has met a failure after which it no longer accepts changes; a restart recovers.
    case readOnly
    /// The store is closed or closing.
    case closed
    /// A call to the operating system failed.
    case system(call: String, errno: CInt)

    case noSuchUser
    case userAlreadyExists
    case noSuchPolicy
    /// The policy is attached to a user.
    case policyInUse
    /// The access key, secret key, policy name or document cannot be accepted.
    case invalidIdentity
}
