import HTTPTypes
import BerthHTTP
import HummingbirdCore
import Kubernetes

/// `/oauth/authorize`: who is it, do they allow it, then a code or token (RFC 6749 §3.1).
struct AuthorizeRoutes: Sendable {
    let tokens: TokenStore
    let sessions: BrowserSessions
    let login: PasswordLogin
    let metrics: LoginMetrics
    let limits: OAuthServerLimits
    let issuer: String

    private enum Sender {
        case known(KnownUser, isSession: Bool)
        case unknown(hasWrongPassword: Bool)
    }

    func respond(_ call: OAuthCall) async throws -> Response {
        try call.require(.get, .post, takesHead: false)
        guard !call.fields.repeats(anyOf: ["client_id", "redirect_uri"]) else {
            throw OAuthServerError.oauth(.invalidRequest)
        }
        let client = try await tokens.oauthClient(call.fields["client_id"])
        guard let client else { throw OAuthServerError.oauth(.unauthorizedClient) }
        // nobody is sent anywhere before this has passed
        let redirectURI = try AuthorizeRequest.redirectURI(call.fields["redirect_uri"], of: client)
        let request = try AuthorizeRequest(call.fields, client: client, redirectURI: redirectURI, limits: limits)
        switch try await sender(of: call, client) {
        case .known(let user, let isSession):
            call.http.notes.principal = user.name
            return try await grant(request, to: user, call, isSession: isSession)
        case .unknown(let hasWrongPassword):
            guard client.respondsWithChallenges else { return toLogin(call) }
            guard let header = call.header("X-CSRF-Token"), !header.isEmpty else {
                throw OAuthServerError.csrfHeaderMissing
            }
            throw OAuthServerError.challenged(
                hasWrongPassword ? "Login failed: wrong name or password" : "A name and password are required"
            )
        }
    }

    private func sender(of call: OAuthCall, _ client: OAuthClient) async throws -> Sender {
        switch BasicCredentials(authorization: call.headers[.authorization]) {
        case .malformed: throw OAuthServerError.malformed("the Authorization header is no readable Basic credentials")
        case .given(let user, let password):
            let attempt = PasswordAttempt(user: user, password: password, address: call.http.remoteAddress)
            let known = try await metrics.measure(.basic) { try await login.user(attempt) }
            return known.map { .known($0, isSession: false) } ?? .unknown(hasWrongPassword: true)
        case .none:
            guard let session = sessions.session(of: call), try await login.isCurrent(session.user) else {
                return .unknown(hasWrongPassword: false)
            }
            return .known(session.user, isSession: true)
        }
    }

    /// The login page, which comes back here.
    private func toLogin(_ call: OAuthCall) -> Response {
        let then = call.returnTarget
        if let provider = call.fields["idp"], !provider.isEmpty {
            return .redirect(to: "/login/\(FormText.encode(provider))?then=\(FormText.encode(then))")
        }
        return .redirect(to: "/login?then=\(FormText.encode(then))")
    }

    private func grant(
        _ request: AuthorizeRequest,
        to user: KnownUser,
        _ call: OAuthCall,
        isSession: Bool
    ) async throws -> Response {
        switch request.client.grantMethod {
        case .auto: break
        case .deny: throw request.refused(.accessDenied)
        case .prompt:
            guard try await tokens.isAuthorized(user, request.client, scopes: request.scopes) else {
                return .redirect(to: "/oauth/authorize/approve?then=\(FormText.encode(call.returnTarget))")
            }
        }
        let grant = Grant(
            clientName: request.client.name,
            user: user,
            scopes: request.scopes,
            redirectURI: request.redirectURI.text
        )
        let response: Response
        switch request.responseType {
        case .code:
            let code = try await tokens.makeCode(grant, state: request.state, proofKey: request.proofKey)
            response = .redirect(to: request.redirectURI.adding([("code", code), ("state", request.state)]))
        case .token:
            let token = try await tokens.makeToken(grant, for: request.client)
            let state = request.state.isEmpty ? [] : [("state", request.state)]
            response = .redirect(to: request.redirectURI.fragment(token.parameters + state))
        }
        guard isSession, !keepsSession(request, user) else { return response }
        // one login, one answer: who logs out of a client is asked again, as on a cluster
        return response.setting(cookie: await sessions.end(call))
    }

    /// Our own page goes on with the session, and so does `kube:admin`.
    private func keepsSession(_ request: AuthorizeRequest, _ user: KnownUser) -> Bool {
        user.name == BootstrapUser.name || request.redirectURI.text == issuer + TokenPageRoutes.displayPath
    }
}
