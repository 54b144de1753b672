package import BerthHTTP
import HTTPTypes
package import HummingbirdCore
package import Kubernetes
import NIOCore

/// The one place where a refusal of the API becomes bytes.
extension Status: WireError {
    package func response(in context: HTTPContext) -> Response {
        var body = ByteBuffer()
        json.write(to: &body)
        var headers = HTTPFields()
        headers[.contentType] = "application/json"
        headers[.contentLength] = "\(body.readableBytes)"
        if let retryAfterSeconds { headers[.retryAfter] = "\(retryAfterSeconds)" }
        if code == 401 { headers[.wwwAuthenticate] = "Bearer realm=\"kubernetes\"" }
        return Response(status: .init(code: code), headers: headers, body: ResponseBody(byteBuffer: body))
    }

    /// What an error of the layers below is for the client; nil for what nobody foresaw.
    package static func of(_ error: any Error, _ resource: GroupResource, name: String) -> Status? {
        if let status = error as? Status { return status }
        guard let error = error as? StoreError else { return nil }
        return switch error {
        case .alreadyExists: .alreadyExists(resource, name: name)
        case .notFound: .notFound(resource, name: name)
        case .conflict: .conflict(resource, name: name)
        case .expired: .expired("The resourceVersion for the provided list is too old.")
        case .future(let current): .tooLargeResourceVersion(nil, current: current)
        case .tooLarge(let limit): .tooLarge("Request entity too large: limit of an object is \(limit)")
        case .full:
            Status(
                code: 507,
                reason: "InsufficientStorage",
                message: "the store is full; read again to see whether this was written"
            )
        case .unavailable:
            Status(
                code: 503,
                reason: "ServiceUnavailable",
                message: "the store cannot be reached or written to",
                retryAfterSeconds: 1
            )
        }
    }

    /// A read at a revision that this server has not seen yet.
    package static func tooLargeResourceVersion(_ wanted: Int64?, current: Int64) -> Status {
        Status(
            code: 504,
            reason: "Timeout",
            message: "Timeout: Too large resource version\(wanted.map { ": \($0)" } ?? ""), current: \(current)",
            causes: [Cause(reason: "ResourceVersionTooLarge", message: "Too large resource version", field: "")],
            retryAfterSeconds: 1
        )
    }
}
