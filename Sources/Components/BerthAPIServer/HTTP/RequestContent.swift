import BerthHTTP
import HTTPTypes
import HummingbirdCore
import Kubernetes
import NIOCore

/// A request's body, read within its limit and decoded by its `Content-Type` (reference 2, reliability A6).
struct RequestContent: Sendable {
    static let bytesLimit = 3 * 1024 * 1024
    static let accepted = ["application/json", "application/yaml", "application/vnd.kubernetes.protobuf"]

    let bytes: ByteBuffer
    /// Without parameters, in lower case; empty when absent.
    let mediaType: String

    /// Reads the whole body.
    ///
    /// - Throws: `Status` 413 beyond the limit, 415 for an unknown encoding.
    init(_ request: Request) async throws {
        let type = request.headers[.contentType] ?? ""
        mediaType = type.prefix { $0 != ";" }.trimmed.lowercased()
        let tooLarge = Status.tooLarge("Request entity too large: limit is \(Self.bytesLimit)")
        if let length = request.headers[.contentLength].flatMap(Int64.init), length > Int64(Self.bytesLimit) {
            throw tooLarge
        }
        let encoding = (request.headers[.contentEncoding] ?? "identity").lowercased()
        var collected = ByteBuffer()
        for try await var chunk in request.body {
            guard collected.readableBytes + chunk.readableBytes <= Self.bytesLimit else { throw tooLarge }
            collected.writeBuffer(&chunk)
        }
        switch encoding {
        case "identity", "": bytes = collected
        case "gzip", "x-gzip":
            do {
                bytes = try Gzip.inflate(collected, limit: Self.bytesLimit)
            } catch .tooLarge {
                throw tooLarge
            } catch {
                throw Status.badRequest("the body of the request is no valid gzip stream")
            }
        default:
            throw Status(
                code: 415,
                reason: "UnsupportedMediaType",
                message: "the Content-Encoding of the request is not supported: only gzip and identity are"
            )
        }
    }

    var isEmpty: Bool { bytes.readableBytes == 0 }

    /// The object, and the paths of members that came twice.
    ///
    /// - Throws: `Status` 400 for malformed bytes, 415 for a type that is not known.
    func decoded() throws(Status) -> (value: JSONValue, duplicates: [String]) {
        switch mediaType {
        case "application/json", "": return try json()
        case "application/yaml":
            do {
                return (try JSONValue(yaml: String(buffer: bytes)), [])
            } catch {
                throw .badRequest("error decoding the body of the request: \(error)")
            }
        case "application/vnd.kubernetes.protobuf":
            do {
                return (try ProtobufBody.decode(bytes.readableBytesView), [])
            } catch {
                throw .badRequest("error decoding the body of the request: \(error)")
            }
        default: throw .unsupportedMediaType(accepted: Self.accepted)
        }
    }

    /// The bytes as JSON, whatever their type says: patches.
    func json() throws(Status) -> (value: JSONValue, duplicates: [String]) {
        var duplicates: [String] = []
        do {
            return (try JSONValue.parse(bytes, duplicates: &duplicates), duplicates)
        } catch {
            throw .badRequest("error decoding the body of the request: \(error)")
        }
    }
}
