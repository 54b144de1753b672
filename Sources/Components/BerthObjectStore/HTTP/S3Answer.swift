import HTTPTypes
import HummingbirdCore
import NIOCore
import S3

/// The forms that answers take.
enum S3Answer {
    /// The owner of everything, as listings and access control lists show it.
    static let ownerID = "7c1f6b4be6ff4b7bb3ad5a2f2b4f64a1c9a1d2f0e8b7c6a5f4e3d2c1b0a99887"
    static let ownerName = "berth"

    /// A document with 200.
    static func document(_ bytes: [UInt8], headers: HTTPFields = [:]) -> Response {
        var headers = headers
        headers[.contentType] = "application/xml"
        return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }

    /// No body.
    static func empty(_ status: HTTPResponse.Status = .ok, headers: HTTPFields = [:]) -> Response {
        Response(status: status, headers: headers)
    }

    /// Writes the owner as an element of this name.
    static func writeOwner(_ name: String = "Owner", to xml: inout XMLWriter) {
        xml.element(name) { xml in
            xml.element("ID", ownerID)
            xml.element("DisplayName", ownerName)
        }
    }
}

extension HTTPFields {
    /// Sets a field whose name is written in the source.
    mutating func set(_ name: String, _ value: String) {
        if let name = HTTPField.Name(name) { self[name] = value }
    }

    /// Sets the fields that show checksums and what they cover.
    mutating func set(_ checksums: [Checksum]) {
        for checksum in checksums { set(checksum.algorithm.headerName, checksum.text) }
        if let first = checksums.first { set("x-amz-checksum-type", first.kind.rawValue) }
    }
}
