import Kubernetes
import NIOCore

/// One request to an API server before it is sent.
struct KubernetesRequest: Sendable {
    var method: String
    var path: String
    /// Not yet encoded.
    var query: [(name: String, value: String)] = []
    var body: ByteBuffer?
    var contentType = "application/json"
    /// Whether sending it twice does what sending it once does.
    var isIdempotent: Bool

    init(_ method: String, _ path: String, isIdempotent: Bool? = nil) {
        self.method = method
        self.path = path
        self.isIdempotent = isIdempotent ?? (method == "GET")
    }

    /// Path and query as they go on the request line.
    var target: String {
        guard !query.isEmpty else { return path }
        return path + "?" + query.map { "\($0.name)=\(PathSegment.encode($0.value))" }.joined(separator: "&")
    }

    mutating func setBody(_ value: JSONValue) {
        var buffer = ByteBuffer()
        value.write(to: &buffer)
        body = buffer
    }
}
