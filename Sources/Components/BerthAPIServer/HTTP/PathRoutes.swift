import BerthHTTP
import HTTPTypes
import HummingbirdCore
import Kubernetes
import NIOCore

/// What is served beside resources: discovery, schemas, the version, metrics and the well-known documents.
struct PathRoutes: Sendable {
    /// Documents of one path each.
    typealias Document = @Sendable () -> JSONValue

    private let discovery: DiscoveryDocuments
    private let openAPI: OpenAPIDocuments
    private let documents: [String: Document]
    private let metrics: MetricsRegistry

    /// Serves `documents` as JSON at their paths, beside what describes the API.
    init(
        discovery: DiscoveryDocuments,
        documents: [String: Document],
        openAPI: OpenAPIDocuments,
        metrics: MetricsRegistry
    ) {
        (self.discovery, self.documents, self.openAPI, self.metrics) = (discovery, documents, openAPI, metrics)
    }

    /// Answers an authorised request.
    ///
    /// - Throws: `Status` 404, 405.
    func respond(_ info: RequestInfo, _ request: Request) throws(Status) -> Response {
        let response = find(info, request)
        guard let response else { throw .unknownPath }
        guard info.verb == "get" else {
            throw .methodNotAllowed
        }
        if info.path.hasPrefix("/api") || info.path.hasPrefix("/version") {
            try ResponseForm.requireJSON(accept: request.headers[.accept])
        }
        return response
    }

    private func find(_ info: RequestInfo, _ request: Request) -> Response? {
        let path = info.path.count > 1 && info.path.last == "/" ? String(info.path.dropLast()) : info.path
        if let document = documents[path] { return ResourceAnswer.json(document()) }
        switch info.path {
        case "/": return ResourceAnswer.json(["paths": JSONValue(strings: rootPaths)])
        case "/metrics":
            return Response(
                status: .ok,
                headers: [.contentType: "text/plain; version=0.0.4; charset=utf-8"],
                body: ResponseBody(byteBuffer: ByteBuffer(string: metrics.prometheusText()))
            )
        default: break
        }
        let accept = request.headers[.accept] ?? ""
        let found =
            info.path.hasPrefix("/openapi/")
            ? openAPI.document(path: info.path, accept: accept)
            : discovery.document(path: info.path, accept: accept)
        guard let document = found else { return nil }
        let tag = document.entityTag
        var headers: HTTPFields = [
            .contentType: document.contentType, .eTag: tag, .vary: "Accept", .cacheControl: "public",
        ]
        guard request.headers[.ifNoneMatch] != tag || tag.isEmpty else {
            return Response(status: .notModified, headers: [.eTag: tag, .vary: "Accept"])
        }
        guard document.isGzipped else {
            return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: document.body))
        }
        headers[.vary] = "Accept, Accept-Encoding"
        if ContentCoding.takesGzip(request.headers[.acceptEncoding]) {
            headers[.contentEncoding] = "gzip"
            return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: document.body))
        }
        guard let body = document.plainBody else { return Response(status: .serviceUnavailable) }
        return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: body))
    }

    private var rootPaths: [String] {
        Set(discovery.rootPaths + documents.keys + ["/healthz", "/livez", "/readyz", "/metrics", "/openapi/v3"])
            .sorted()
    }
}
