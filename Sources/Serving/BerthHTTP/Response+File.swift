package import HTTPTypes
package import HummingbirdCore
import NIOCore

extension Response {
    /// Up to this many bytes are read into memory and leave in one write with the head; more leave by sendfile.
    package static let smallBodyLimit: Int64 = 64 * 1024

    /// A response whose body is `range` of `file`.
    ///
    /// Small ranges are read here, so call it where blocking on the page cache is acceptable. The file stays open until
    /// the body is sent.
    package static func file(
        _ file: OpenFile,
        range: Range<Int64>,
        status: HTTPResponse.Status = .ok,
        headers: HTTPFields,
        context: HTTPContext
    ) throws -> Response {
        let length = Int64(range.count)
        if length <= smallBodyLimit {
            return Response(status: status, headers: headers, body: ResponseBody(byteBuffer: try file.read(range)))
        }
        return Response(
            status: status,
            headers: headers,
            body: ResponseBody(contentLength: Int(length)) { writer in
                try await context.send(file, range: range)
                try await writer.finish(nil)
            }
        )
    }
}
