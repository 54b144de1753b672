import BerthHTTP
import HTTPTypes
import HummingbirdCore
import NIOCore
import OCI

/// One request on its way through a route: the request, its target, who sends it, and how the registry is configured.
struct RegistryCall: Sendable {
    let request: Request
    let target: RequestTarget
    let sender: AuthenticatedContext
    let configuration: RegistryConfiguration

    var method: HTTPRequest.Method { request.method }

    var isRead: Bool { method == .get || method == .head }

    /// The body's length as the request tells it.
    var contentLength: Int64? {
        request.headers[.contentLength].flatMap { Int64($0) }
    }

    /// Refuses changes of a registry that is read-only.
    func requireWritable() throws(RegistryError) {
        guard !configuration.isReadOnly else { throw .readOnly }
    }

    /// Refuses deletes, of whatever kind, where they are switched off (CVE-2026-41888).
    func requireDeletes() throws(RegistryError) {
        try requireWritable()
        guard configuration.deletesAreEnabled else { throw .deleteDisabled }
    }

    /// A digest out of the path or a parameter.
    static func digest(_ text: String) throws(RegistryError) -> Digest {
        do {
            return try Digest(text)
        } catch {
            throw .digestInvalid(error.given)
        }
    }

    /// Whether the client already has the content of `digest` (RFC 9110 §13.1.2); a bare digest counts as its entity tag.
    func hasCurrent(_ digest: Digest) -> Bool {
        guard let field = request.headers[.ifNoneMatch] else { return false }
        return field.split(separator: ",").contains { candidate in
            var tag = candidate.drop { $0 == " " }
            while tag.last == " " { tag.removeLast() }
            if tag.hasPrefix("W/") { tag = tag.dropFirst(2) }
            if tag.count >= 2, tag.first == "\"", tag.last == "\"" { tag = tag.dropFirst().dropLast() }
            return tag == "*" || tag == digest.text
        }
    }

    /// An answer without a body.
    static func empty(_ status: HTTPResponse.Status, _ headers: HTTPFields) -> Response {
        var response = Response(status: status, headers: headers)
        if status == .noContent || status == .notModified { response.headers[.contentLength] = nil }
        return response
    }

    /// An answer of JSON.
    static func json(_ value: JSONValue, _ headers: HTTPFields = [:]) -> Response {
        var headers = headers
        if headers[.contentType] == nil { headers[.contentType] = "application/json" }
        return Response(
            status: .ok,
            headers: headers,
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: JSONWriter.bytes(of: value)))
        )
    }
}
