import BerthHTTP
import HTTPTypes
import HummingbirdCore
import NIOCore

/// What is answered without a signature: health and, where configured, metrics.
struct OpenRoutes: Sendable {
    let engine: StorageEngine
    let metrics: MetricsRegistry
    let servesMetrics: Bool

    /// The answer to a path of the server itself; nil for every other.
    func respond(method: String, path: String) -> Response? {
        guard method == "GET" || method == "HEAD" else { return nil }
        switch path {
        case "/healthz", "/livez", "/minio/health/live": return Self.text("ok\n")
        case "/readyz", "/minio/health/ready", "/minio/health/cluster":
            return engine.isWritable ? Self.text("ok\n") : Self.text("not ready\n", .serviceUnavailable)
        case "/metrics" where servesMetrics:
            return Self.text(metrics.prometheusText(), type: "text/plain; version=0.0.4")
        default: return nil
        }
    }

    private static func text(
        _ text: String,
        _ status: HTTPResponse.Status = .ok,
        type: String = "text/plain; charset=utf-8"
    ) -> Response {
        Response(
            status: status,
            headers: [.contentType: type],
            body: ResponseBody(byteBuffer: ByteBuffer(string: text))
        )
    }
}
