/// One page of the open uploads of a bucket, by key and then by the time they began.
package struct UploadListing: Sendable {
    package enum Entry: Sendable {
        case upload(UploadRecord)
        case commonPrefix([UInt8])
    }

    package let entries: [Entry]
    package let isTruncated: Bool
    /// The markers of the next page.
    package let nextKey: [UInt8]?
    package let nextUpload: String?
}
