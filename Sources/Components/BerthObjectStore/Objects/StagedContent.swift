package import S3
import Synchronization

/// A content that has arrived whole, to be judged by its sums and then put, once, or discarded.
package final class StagedContent: Sendable {
    enum Place: Sendable {
        case inline([UInt8])
        case file(StagedFile)
    }

    let sums: ContentSums
    private let place: Mutex<Place?>

    init(sums: ContentSums, place: Place) {
        self.sums = sums
        self.place = Mutex(place)
    }

    package var size: Int64 { sums.size }
    /// Nil when the writer was told not to compute it.
    package var md5: [UInt8]? { sums.md5 }
    /// One for each algorithm asked for.
    package var checksums: [Checksum] { sums.checksums }
    /// The entity tag that an object with this content will have.
    package var etag: ETag { sums.etag }

    /// Removes the bytes unless they were put.
    package func discard() async { _ = take() }

    /// The bytes, the first time.
    func take() -> Place? {
        place.withLock { place in
            defer { place = nil }
            return place
        }
    }
}
