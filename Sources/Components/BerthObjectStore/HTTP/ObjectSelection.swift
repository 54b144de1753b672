import BerthHTTP
import Foundation
import HTTPTypes
import S3

/// Which bytes of an object a read asks for.
struct ObjectSelection: Sendable {
    /// The bytes; nil for the whole object.
    let range: Range<Int64>?
    /// The checksums that go with exactly these bytes.
    let checksums: [Checksum]
    /// The number of parts, told when a part is asked for.
    let partCount: Int?

    /// Judges `Range`, `If-Range` and `partNumber` of a request for `record`.
    init(_ request: S3Request, _ record: ObjectRecord) throws(S3Error) {
        let rangeHeader = request.headers["range"]
        guard let number = try request.query.number("partNumber") else {
            partCount = nil
            switch ByteRange(Self.applies(request, record) ? rangeHeader : nil, length: record.size) {
            case .ignored: (range, checksums) = (nil, record.checksums)
            case .satisfiable(let bytes): (range, checksums) = (bytes, [])
            case .unsatisfiable:
                throw S3Error(
                    .invalidRange,
                    details: ["RangeRequested": rangeHeader ?? "", "ActualObjectSize": "\(record.size)"]
                )
            }
            return
        }
        guard rangeHeader == nil else {
            throw S3Error(.invalidRequest, "Cannot specify both Range header and partNumber query parameter")
        }
        guard (1...10_000).contains(number) else {
            throw S3Error(.invalidArgument, "Part number must be an integer between 1 and 10000, inclusive")
        }
        guard !record.parts.isEmpty else {
            guard number == 1 else { throw S3Error(.invalidPartNumber) }
            (range, checksums, partCount) = (record.size > 0 ? 0..<record.size : nil, record.checksums, nil)
            return
        }
        var offset: Int64 = 0
        for part in record.parts {
            if part.number == number {
                range = offset..<(offset + part.size)
                checksums = part.checksum.map { [$0] } ?? []
                partCount = record.parts.count
                return
            }
            offset += part.size
        }
        throw S3Error(.invalidPartNumber)
    }

    /// Whether `If-Range` lets the range be answered (RFC 9110 §13.1.5).
    private static func applies(_ request: S3Request, _ record: ObjectRecord) -> Bool {
        guard let condition = request.headers["if-range"] else { return true }
        if let date = CalendarTime(httpText: condition) {
            return date.secondsSince1970 == Int64(record.modified.timeIntervalSince1970.rounded(.down))
        }
        return condition.hasPrefix("\"") && ETag(condition) == record.etag
    }
}
