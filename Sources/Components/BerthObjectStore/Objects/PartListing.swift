/// One page of the parts of an open upload, by number.
package struct PartListing: Sendable {
    package let upload: UploadRecord
    package let parts: [PartRecord]
    package let isTruncated: Bool
}
