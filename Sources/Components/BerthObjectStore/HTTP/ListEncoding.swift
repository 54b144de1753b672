import S3

/// How a listing writes keys.
///
/// With `encoding-type=url` they are percent-encoded. Without, they are text; only where a key has characters that XML
/// cannot express is the listing encoded all the same, and says so.
struct ListEncoding: Sendable {
    private let isEncoded: Bool

    init(_ query: QueryParameters, keys: [[UInt8]]) throws(S3Error) {
        let text = try query.text("encoding-type")
        guard text == nil || text == "" || text?.lowercased() == "url" else {
            throw S3Error(.invalidArgument, "Invalid Encoding Method specified in Request")
        }
        isEncoded = text?.lowercased() == "url" || keys.contains(where: XMLWriter.cannotExpress)
    }

    /// Writes a key, a prefix or a marker.
    func write(_ name: String, _ bytes: [UInt8], to xml: inout XMLWriter) {
        if isEncoded {
            xml.element(name, PercentEncoding.encode(bytes, keepingSlashes: true))
        } else {
            xml.element(name, bytes: bytes)
        }
    }

    /// Says that keys are encoded.
    func writeName(to xml: inout XMLWriter) {
        if isEncoded { xml.element("EncodingType", "url") }
    }
}
