import BerthHTTP
import HTTPTypes
import HummingbirdCore
import NIOCore
import OCI

/// Sends each request where it belongs, after asking who sends it.
struct RegistryResponder: Sendable {
    let configuration: RegistryConfiguration
    let access: any AccessController
    let contents: RegistryContents
    let uploads: UploadSessions
    let metrics: MetricsRegistry
    let readiness: Readiness

    /// Answers a request.
    func respond(to request: Request, _ http: HTTPContext) async throws -> Response {
        guard let target = RequestTarget(request.head.path ?? "") else { throw RegistryError.pathUnknown }
        let route = try RegistryRoute(path: target.rawPath)
        http.notes.handler = route.handler
        switch route {
        case .health: return try health(request.method, isReady: true)
        case .readiness: return try health(request.method, isReady: await readiness.isReady())
        default: break
        }
        let sender = try await AuthenticatedContext(request, http, access: access)
        let call = RegistryCall(request: request, target: target, sender: sender, configuration: configuration)
        switch route {
        case .health, .readiness: throw RegistryError.pathUnknown
        case .base: return try base(call)
        case .metrics: return try exposition(call)
        case .catalog: return try await CatalogRoutes(contents: contents).respond(call)
        case .tags(let name): return try await TagRoutes(contents: contents).respond(call, name)
        case .manifest(let name, let reference):
            return try await ManifestRoutes(contents: contents).respond(call, name, reference)
        case .blob(let name, let digest):
            return try await BlobRoutes(contents: contents).respond(call, name, digest)
        case .uploads(let name):
            return try await BlobUploadRoutes(contents: contents, uploads: uploads).begin(call, name)
        case .upload(let name, let id):
            return try await BlobUploadRoutes(contents: contents, uploads: uploads).respond(call, name, id)
        case .referrers(let name, let digest):
            return try await ReferrerRoutes(contents: contents).respond(call, name, digest)
        }
    }

    private func base(_ call: RegistryCall) throws -> Response {
        try call.sender.requireIdentity()
        guard call.isRead else { throw RegistryError.methodUnsupported }
        var headers: HTTPFields = [.contentType: "application/json"]
        // nobody may pull here, but somebody may do more: clients ask only here how to say who they are
        if call.sender.principal.name == nil, !access.challenge.isEmpty { headers[.wwwAuthenticate] = access.challenge }
        return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(string: "{}")))
    }

    private func exposition(_ call: RegistryCall) throws -> Response {
        try call.sender.requireIdentity()
        guard call.isRead else { throw RegistryError.methodUnsupported }
        return Response(
            status: .ok,
            headers: [.contentType: "text/plain; version=0.0.4; charset=utf-8"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: metrics.prometheusText()))
        )
    }

    private func health(_ method: HTTPRequest.Method, isReady: Bool) throws -> Response {
        guard method == .get || method == .head else { throw RegistryError.methodUnsupported }
        return Response(
            status: isReady ? .ok : .serviceUnavailable,
            headers: [.contentType: "application/json", .cacheControl: "no-store"],
            body: ResponseBody(
                byteBuffer: ByteBuffer(string: isReady ? "{\"status\":\"ok\"}" : "{\"status\":\"unready\"}")
            )
        )
    }
}
