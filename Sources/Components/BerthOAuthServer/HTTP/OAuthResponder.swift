import Logging
import BerthHTTP
import HTTPTypes
import HummingbirdCore
import Kubernetes
import KubernetesClient
import NIOCore

/// Sends each request where it belongs.
struct OAuthResponder: Sendable {
    let configuration: OAuthServerConfiguration
    let providers: IdentityProviders
    let authorize: AuthorizeRoutes
    let approval: ApprovalRoutes
    let login: LoginRoutes
    let tokens: TokenRoutes
    let pages: TokenPageRoutes
    let metrics: MetricsRegistry

    /// Answers a request.
    func respond(to request: Request, _ http: HTTPContext) async throws -> Response {
        guard let target = RequestTarget(request.head.path ?? ""),
            let path = RequestTarget.decode(target.rawPath).flatMap({ String(validating: $0, as: UTF8.self) }),
            let route = OAuthRoute(path: path)
        else { throw OAuthServerError.pathUnknown }
        http.notes.handler = route.handler
        let call = try await OAuthCall(request, target, http, limits: configuration.bounds)
        do {
            return try await respond(to: call, route)
        } catch let error as KubernetesClientError {
            http.logger.error("the API server refuses or does not answer", metadata: ["error": "\(error)"])
            guard route.isPage else { throw OAuthServerError.unavailable }
            return .page(
                .message("Not now", LoginRoutes.Reason.unavailable.text),
                status: .serviceUnavailable
            )
        }
    }

    private func respond(to call: OAuthCall, _ route: OAuthRoute) async throws -> Response {
        switch route {
        case .authorize: return try await authorize.respond(call)
        case .approve: return try await approval.respond(call)
        case .token: return try await tokens.exchange(call)
        case .info: return try await tokens.info(call)
        case .revoke: return try await tokens.revoke(call)
        case .tokenRequest: return try pages.request(call)
        case .tokenDisplay: return try await pages.display(call)
        case .tokenImplicit: return try pages.implicit(call)
        case .login(let provider): return try await login.respond(call, provider: provider)
        case .logout: return try await login.logout(call)
        case .start:
            try call.require(.get)
            return .page(
                .message(
                    "OAuth server",
                    "Here users of the cluster at \(configuration.apiURL) log in.",
                    link: (TokenPageRoutes.requestPath, "Request a token")
                )
            )
        case .metadata:
            try call.require(.get)
            return .json(OAuthMetadata.document(issuer: configuration.issuer))
        case .health:
            try call.require(.get)
            return .text("ok")
        case .readiness:
            try call.require(.get)
            _ = try await providers.current()
            return .text("ok")
        case .metrics:
            try call.require(.get)
            return Response(
                status: .ok,
                headers: [.contentType: "text/plain; version=0.0.4; charset=utf-8"],
                body: ResponseBody(byteBuffer: ByteBuffer(string: metrics.prometheusText()))
            )
        }
    }
}
