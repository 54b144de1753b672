package import BerthHTTP

/// The bytes of one range of an object, piece by piece, each verified before it is handed out.
///
/// The object may be replaced or deleted meanwhile: the reader goes on with what it opened.
package final class ObjectReader: Sendable {
    /// The bytes that all segments together will have.
    package var length: Int64 { 0 }

    /// The range as one file, when it lies in one and all of it was verified lately: for one sendfile.
    package var verifiedFile: (file: OpenFile, range: Range<Int64>)? { nil }

    /// The next verified bytes, or nil at the end of the range.
    ///
    /// - Throws: `StoreError.damaged` when the disk does not hold what was written; the reply must be cut short.
    package func next() async throws -> ContentSegment? { nil }
}
