import Foundation
import S3

/// The conditions of a request on the object as it is now.
///
/// RFC 9110 §13.2.2, and for copies the same with other names: an entity tag wins over a date, a match over a
/// non-match. https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-reads.html
struct RequestConditions: Sendable {
    /// What a reader is told.
    enum Verdict: Hashable, Sendable {
        case proceed, notModified, failed
    }

    private let ifMatch: Precondition.Tags?
    private let ifNoneMatch: Precondition.Tags?
    private let ifModifiedSince: Int64?
    private let ifUnmodifiedSince: Int64?

    /// The conditions in the fields with `prefix` before their names.
    init(_ headers: RequestHeaders, prefix: String = "") {
        ifMatch = headers["\(prefix)if-match"].map(Self.strongTags)
        ifNoneMatch = headers["\(prefix)if-none-match"].map { Self.tags($0) }
        ifModifiedSince = headers["\(prefix)if-modified-since"].flatMap(Self.seconds)
        ifUnmodifiedSince = headers["\(prefix)if-unmodified-since"].flatMap(Self.seconds)
    }

    /// What to do about an object with this tag and date.
    func judge(etag: ETag, modified: Date) -> Verdict {
        let modified = Int64(modified.timeIntervalSince1970.rounded(.down))
        if let ifMatch {
            guard ifMatch.contains(etag) else { return .failed }
        } else if let ifUnmodifiedSince, modified > ifUnmodifiedSince {
            return .failed
        }
        if let ifNoneMatch {
            if ifNoneMatch.contains(etag) { return .notModified }
        } else if let ifModifiedSince, modified <= ifModifiedSince {
            return .notModified
        }
        return .proceed
    }

    /// The condition of a change: `If-Match`, and `If-None-Match` which can only be `*`.
    static func precondition(_ headers: RequestHeaders) throws(S3Error) -> Precondition {
        var result = Precondition.none
        result.ifMatch = headers["if-match"].map(strongTags)
        if let text = headers["if-none-match"] {
            guard text == "*" else {
                throw S3Error(
                    .notImplemented,
                    "A header you provided implies functionality that is not implemented",
                    details: ["Header": "If-None-Match"]
                )
            }
            result.ifNoneMatch = .any
        }
        return result
    }

    /// The entity tags of `If-Match`, which no weak one can match (RFC 9110 §13.1.1).
    static func strongTags(_ text: String) -> Precondition.Tags { tags(text) { !$0.hasPrefix("W/") } }

    /// The entity tags that a field lists, of these the ones to take.
    private static func tags(_ text: String, where isTaken: (String) -> Bool = { _ in true }) -> Precondition.Tags {
        let texts = text.split(separator: ",").map { item in item.filter { $0 != " " && $0 != "\t" } }
        return texts == ["*"] ? .any : .list(texts.filter(isTaken).compactMap { ETag($0) })
    }

    private static func seconds(_ text: String) -> Int64? {
        CalendarTime(httpText: text)?.secondsSince1970 ?? CalendarTime(documentText: text)?.secondsSince1970
    }
}
