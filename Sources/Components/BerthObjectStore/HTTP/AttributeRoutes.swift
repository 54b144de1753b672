import BerthHTTP
import HTTPTypes
import HummingbirdCore
import S3

/// GetObjectAttributes.
///
/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObjectAttributes.html
struct AttributeRoutes: Sendable {
    let engine: StorageEngine

    private static let names: Set<String> = ["ETag", "Checksum", "ObjectParts", "StorageClass", "ObjectSize"]

    func get(_ authorized: AuthorizedRequest) async throws -> Response {
        let request = authorized.request
        try VersionParameter.check(request.query)
        let wanted = Set(
            (request.headers["x-amz-object-attributes"] ?? "").split(separator: ",").map { item in
                item.filter { $0 != " " }
            }
        )
        guard !wanted.isEmpty, wanted.isSubset(of: Self.names) else {
            throw S3Error(.invalidArgument, "Invalid attribute name specified.")
        }
        let limit = min(try Self.number(request, "x-amz-max-parts") ?? 1000, 1000)
        let marker = try Self.number(request, "x-amz-part-number-marker") ?? 0
        let record = try await engine.object(try request.key, in: try request.bucket)
        let headers: HTTPFields = [.lastModified: HTTPDate.text(of: record.modified)]
        let document = XMLWriter.document("GetObjectAttributesResponse") { xml in
            if wanted.contains("ETag") { xml.element("ETag", record.etag.text) }
            if wanted.contains("Checksum"), let first = record.checksums.first {
                xml.element("Checksum") { xml in
                    for checksum in record.checksums {
                        xml.element(checksum.algorithm.elementName, checksum.text)
                    }
                    xml.element("ChecksumType", first.kind.rawValue)
                }
            }
            if wanted.contains("ObjectParts"), !record.parts.isEmpty {
                Self.write(record.parts, after: marker, limit: limit, to: &xml)
            }
            if wanted.contains("StorageClass") { xml.element("StorageClass", "STANDARD") }
            if wanted.contains("ObjectSize") { xml.element("ObjectSize", record.size) }
        }
        return S3Answer.document(document, headers: headers)
    }

    private static func write(_ parts: [ObjectRecord.Part], after marker: Int, limit: Int, to xml: inout XMLWriter) {
        let rest = parts.filter { $0.number > marker }
        let page = rest.prefix(limit)
        xml.element("ObjectParts") { xml in
            xml.element("PartsCount", parts.count)
            xml.element("PartNumberMarker", marker)
            xml.element("NextPartNumberMarker", page.last?.number ?? marker)
            xml.element("MaxParts", limit)
            xml.element("IsTruncated", rest.count > page.count)
            for part in page {
                xml.element("Part") { xml in
                    xml.element("PartNumber", part.number)
                    xml.element("Size", part.size)
                    if let checksum = part.checksum {
                        xml.element(checksum.algorithm.elementName, checksum.text)
                    }
                }
            }
        }
    }

    private static func number(_ request: S3Request, _ name: String) throws(S3Error) -> Int? {
        guard let text = request.headers[name] else { return nil }
        guard !text.isEmpty, text.utf8.allSatisfy(Hex.isDecimal), let number = Int32(text) else {
            throw S3Error(.invalidArgument, details: ["ArgumentName": name])
        }
        return Int(number)
    }
}
