import BerthHTTP
import HTTPTypes
import HummingbirdCore
import NIOCore

/// Sends large answers compressed to who takes gzip, as the original does from 128 KiB on.
enum ContentCoding {
    /// Below this, or on a loopback, compressing costs more than it saves; from here on it is worth it for most.
    static let threshold = 128 * 1024
    private static let types: Set<String> = ["application/json", "application/yaml"]

    /// Whether a client takes gzip (RFC 9110 §12.5.3).
    static func takesGzip(_ acceptEncoding: String?) -> Bool {
        var any = false
        for range in (acceptEncoding ?? "").split(separator: ",").prefix(32) {
            let parts = range.split(separator: ";").map(\.trimmed)
            let isRefused = parts.dropFirst().contains { part in
                part.hasPrefix("q=") && (Double(part.dropFirst(2)) ?? 0) <= 0
            }
            switch parts.first?.lowercased() {
            case "gzip", "x-gzip": return !isRefused
            case "*": any = !isRefused
            default: continue
            }
        }
        return any
    }

    /// The response, compressed if it is large or of unknown length and the client takes that.
    static func encoded(_ response: Response, for request: Request) -> Response {
        guard response.status == .ok, response.headers[.contentEncoding] == nil,
            types.contains(response.headers[.contentType] ?? ""), request.method == .get,
            response.body.contentLength ?? .max >= threshold
        else { return response }
        var response = response
        let vary = response.headers[.vary].map { "\($0), " } ?? ""
        response.headers[.vary] = "\(vary)Accept-Encoding"
        guard takesGzip(request.headers[.acceptEncoding]) else { return response }
        response.headers[.contentEncoding] = "gzip"
        response.headers[.contentLength] = nil
        let plain = response.body
        response.body = ResponseBody { writer in
            guard let compressor = GzipCompressor.make(level: GzipCompressor.fast) else { throw Gzip.Failure.tooLarge }
            try await plain.write(GzipBodyWriter(parent: writer, compressor: compressor))
        }
        return response
    }
}

/// Compresses what is written through it.
private struct GzipBodyWriter: ResponseBodyWriter {
    /// So much is compressed before others may run.
    private static let pieceBytes = 256 * 1024

    var parent: any ResponseBodyWriter
    let compressor: GzipCompressor

    mutating func write(_ buffer: ByteBuffer) async throws {
        var rest = buffer
        while rest.readableBytes > 0, let piece = rest.readSlice(length: min(rest.readableBytes, Self.pieceBytes)) {
            let ready = compressor.compress(piece)
            if ready.readableBytes > 0 { try await parent.write(ready) }
            if rest.readableBytes > 0 { await Task.yield() }
        }
    }

    consuming func finish(_ trailingHeaders: HTTPFields?) async throws {
        try await parent.write(compressor.compress(ByteBuffer(), isLast: true))
        try await parent.finish(trailingHeaders)
    }
}
