/// One change of the index; all state is the sum of these.
///
/// A change is applied to the index and written to the journal in one commit, so replaying the journal makes the index.
enum IndexChange: Hashable, Sendable {
    /// The store was opened; files of earlier generations without a row are leftovers.
    case begin(generation: Int64)
    case putBucket(id: Int64, name: String, created: Int64)
    case deleteBucket(id: Int64)
    /// A new content, with the number of extents that will refer to it.
    case addContent(StoredContent, references: Int)
    /// `counted`: the references of these extents are accounted for already.
    case putObject(bucket: Int64, key: [UInt8], record: [UInt8], extents: [Extent], counted: Bool)
    case deleteObject(bucket: Int64, key: [UInt8])
    case putUpload(row: Int64, id: String, bucket: Int64, key: [UInt8], record: [UInt8])
    /// Removes an upload and its parts; the references of the parts in `moved` have gone to an object.
    case deleteUpload(row: Int64, moved: [Int])
    case putPart(upload: Int64, number: Int, record: [UInt8], extents: [Extent], counted: Bool)
    case putCompletion(id: String, bucket: Int64, key: [UInt8], completed: Int64, record: [UInt8])
    case deleteCompletion(id: String)
    case putUser(accessKey: String, record: [UInt8])
    case deleteUser(accessKey: String)
    case putPolicy(name: String, record: [UInt8])
    case deletePolicy(name: String)
    case markContent(id: Int64, isDamaged: Bool)
}
