/// One page of the keys of a bucket, in the order of their bytes.
package struct ObjectListing: Sendable {
    /// Where a page begins.
    package enum Start: Hashable, Sendable {
        case beginning
        /// At the first key behind these bytes.
        case after([UInt8])
        /// At the first key behind all that begin with these bytes.
        case afterPrefix([UInt8])
    }

    package enum Entry: Sendable {
        case object(ObjectRecord)
        /// All keys that begin with these bytes, which end in the delimiter.
        case commonPrefix([UInt8])
    }

    package let entries: [Entry]
    /// Where the next page begins; nil at the end.
    package let next: Start?

    package var isTruncated: Bool { next != nil }
}
