import NIOCore

/// `/openapi/v2`, as far as clients older than v3 need it to go on: a document without types.
///
/// They check objects against the types they find and leave alone what they do not; the server checks in any case.
enum OpenAPIV2 {
    /// Clients ask for the type with an `@`, which their own parser refuses in an answer.
    private static let protobuf = "application/com.github.proto-openapi.spec.v2.v1.0+protobuf"

    static func document(accept: String) -> DiscoveryDocument {
        guard accept.contains("+protobuf") else {
            let text = #"{"swagger":"2.0","info":{"title":"Berth","version":"v1"},"paths":{},"definitions":{}}"#
            return DiscoveryDocument(body: ByteBuffer(string: text), entityTag: "\"v2-json\"")
        }
        // openapi.v2.Document { swagger 1, info 2 { title 1, version 2 }, paths 8, definitions 9 }
        var info = ByteBuffer()
        write("Berth", field: 1, to: &info)
        write("v1", field: 2, to: &info)
        var body = ByteBuffer()
        write("2.0", field: 1, to: &body)
        body.writeInteger(UInt8(2 << 3 | 2))
        body.writeInteger(UInt8(info.readableBytes))
        body.writeBuffer(&info)
        for field in [8, 9] as [UInt8] { body.writeBytes([field << 3 | 2, 0]) }
        return DiscoveryDocument(contentType: protobuf, body: body, entityTag: "\"v2-protobuf\"")
    }

    private static func write(_ text: String, field: UInt8, to buffer: inout ByteBuffer) {
        buffer.writeInteger(field << 3 | 2)
        buffer.writeInteger(UInt8(truncatingIfNeeded: text.utf8.count))
        buffer.writeString(text)
    }
}
