package import BerthHTTP
package import HummingbirdCore
import HTTPTypes
import Logging
import NIOCore
import OCI

extension RegistryError: WireError {
    /// The error in the distribution spec's JSON; the only place where a domain error becomes a status.
    package func response(in context: HTTPContext) -> Response {
        let wire = wire
        var headers = HTTPFields()
        headers[.contentType] = "application/json"
        headers[.contentTypeOptions] = "nosniff"
        if case .unauthorized(let challenge) = self { headers[.wwwAuthenticate] = challenge }
        if case .tooManyRequests(let seconds) = self { headers[.retryAfter] = "\(seconds)" }
        if case .tooManyUploads = self { headers[.retryAfter] = "30" }
        if case .rangeNotSatisfiable(let length) = self { headers[.contentRange] = "bytes */\(length)" }
        if case .uploadRangeInvalid(let offset, let location) = self {
            headers[.location] = location
            headers[.range] = "0-\(max(0, offset - 1))"
        }
        let body = DistributionErrorBody(wire.code, message: wire.message, details: wire.details)
        return Response(
            status: wire.status,
            headers: headers,
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: body.bytes))
        )
    }

    struct Wire {
        var status: HTTPResponse.Status
        var code: DistributionErrorCode
        var message: String
        var details: [[JSONMember]] = []

        init(
            _ status: HTTPResponse.Status,
            _ code: DistributionErrorCode,
            _ message: String,
            _ details: [(String, String)]...
        ) {
            self.status = status
            self.code = code
            self.message = message
            self.details = details.map { $0.map { JSONMember($0.0, .string($0.1)) } }
        }
    }

    var wire: Wire {
        switch self {
        case .pathUnknown: Wire(.notFound, .unsupported, "no such path")
        case .methodUnsupported: Wire(.methodNotAllowed, .unsupported, "the operation is unsupported")
        case .nameInvalid(let name): Wire(.badRequest, .nameInvalid, "invalid repository name", [("name", name)])
        case .nameUnknown(let name):
            Wire(.notFound, .nameUnknown, "repository name not known to registry", [("name", name.text)])
        case .tagInvalid(let tag): Wire(.badRequest, .manifestInvalid, "invalid tag", [("tag", tag)])
        case .digestInvalid(let text):
            Wire(.badRequest, .digestInvalid, "invalid digest or unsupported algorithm", [("digest", text)])
        case .digestMismatch(let digest):
            Wire(
                .badRequest,
                .digestInvalid,
                "provided digest did not match uploaded content",
                [("digest", digest.text)]
            )
        case .blobUnknown(let digest):
            Wire(.notFound, .blobUnknown, "blob unknown to registry", [("digest", digest.text)])
        case .blobTooLarge(let limit):
            Wire(.contentTooLarge, .sizeInvalid, "blob is too large", [("limit", "\(limit)")])
        case .uploadUnknown: Wire(.notFound, .blobUploadUnknown, "blob upload unknown to registry")
        case .uploadBusy: Wire(.conflict, .blobUploadInvalid, "another request is writing to this upload")
        case .uploadRangeInvalid(let offset, _):
            Wire(
                .rangeNotSatisfiable,
                .blobUploadInvalid,
                "chunk is not the next one",
                [("offset", "\(offset)")]
            )
        case .contentRangeInvalid: Wire(.badRequest, .blobUploadInvalid, "invalid Content-Range")
        case .sizeInvalid: Wire(.badRequest, .sizeInvalid, "provided length did not match content length")
        case .tooManyUploads: Wire(.tooManyRequests, .tooManyRequests, "too many uploads at once")
        case .manifestUnknown(let reference):
            Wire(.notFound, .manifestUnknown, "manifest unknown to registry", [("reference", reference)])
        case .manifestInvalid(let reason): Wire(.badRequest, .manifestInvalid, reason)
        case .manifestTooLarge:
            Wire(.contentTooLarge, .sizeInvalid, "manifest is too large", [("limit", "\(Manifest.sizeLimit)")])
        case .manifestReferencesUnknown(let digests): Self.unknownReferences(digests)
        case .parameterInvalid(let name):
            Wire(.badRequest, .unsupported, "invalid query parameter", [("parameter", name)])
        case .pageSizeInvalid: Wire(.badRequest, .paginationNumberInvalid, "n is not a number of results")
        case .rangeNotSatisfiable: Wire(.rangeNotSatisfiable, .sizeInvalid, "requested range not satisfiable")
        case .deleteDisabled: Wire(.methodNotAllowed, .unsupported, "deletes are disabled")
        case .readOnly: Wire(.methodNotAllowed, .unsupported, "the registry is read-only")
        case .unauthorized: Wire(.unauthorized, .unauthorized, "authentication required")
        case .denied: Wire(.forbidden, .denied, "requested access to the resource is denied")
        case .tooManyRequests: Wire(.tooManyRequests, .tooManyRequests, "too many requests")
        }
    }

    private static func unknownReferences(_ digests: [Digest]) -> Wire {
        var wire = Wire(
            .notFound,
            .manifestBlobUnknown,
            "manifest references a manifest or blob unknown to registry"
        )
        wire.details = digests.prefix(100).map { [JSONMember("digest", .string($0.text))] }
        return wire
    }
}

extension StorageError: WireError {
    /// What the storage's trouble means to a client; why is in the log.
    package func response(in context: HTTPContext) -> Response {
        let status: HTTPResponse.Status
        let code: DistributionErrorCode
        let message: String
        switch self {
        case .full: (status, code, message) = (.init(code: 507), .unavailable, "the storage is full")
        case .unavailable, .conditionFailed:
            (status, code, message) = (.serviceUnavailable, .unavailable, "the storage is not available, try again")
        case .denied: (status, code, message) = (.serviceUnavailable, .unavailable, "the storage refuses the registry")
        case .corrupt: (status, code, message) = (.internalServerError, .unknown, "the stored content is damaged")
        case .tooLarge, .failed: (status, code, message) = (.internalServerError, .unknown, "the storage failed")
        }
        context.logger.error("storage failed", metadata: ["error": "\(self)"])
        var headers = HTTPFields()
        headers[.contentType] = "application/json"
        if status == .serviceUnavailable { headers[.retryAfter] = "2" }
        let body = DistributionErrorBody(code, message: message)
        return Response(
            status: status,
            headers: headers,
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: body.bytes))
        )
    }
}
