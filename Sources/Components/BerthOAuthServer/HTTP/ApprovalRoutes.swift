import BerthHTTP
import HTTPTypes
import HummingbirdCore
import Kubernetes

/// `/oauth/authorize/approve`: the user's consent for clients that have to ask.
struct ApprovalRoutes: Sendable {
    let tokens: TokenStore
    let sessions: BrowserSessions
    let forms: FormGuard
    let login: PasswordLogin
    let limits: OAuthServerLimits

    func respond(_ call: OAuthCall) async throws -> Response {
        try call.require(.get, .post)
        guard let then = LocalPath(call.fields["then"]), then.path == "/oauth/authorize" else {
            throw OAuthServerError.malformed("the request to approve is missing")
        }
        // the request is judged again from its own text: what the form says besides counts nothing
        let request = try await request(then)
        guard let session = sessions.session(of: call), try await login.isCurrent(session.user) else {
            let target = "/oauth/authorize/approve?then=\(FormText.encode(then.text))"
            return .redirect(to: "/login?then=\(FormText.encode(target))")
        }
        call.http.notes.principal = session.user.name
        guard call.method == .post else {
            let (value, cookie) = forms.value(for: call, session: session)
            let page = Page.approval(
                client: request.client.name,
                user: session.user.name,
                scopes: request.scopes,
                target: request.redirectURI.text,
                then: then,
                guardValue: value
            )
            let response = Response.page(page)
            return cookie.map { response.setting(cookie: $0) } ?? response
        }
        try forms.check(call, session: session)
        guard call.fields["approve"] != nil else { throw request.refused(.accessDenied) }
        try await tokens.authorize(session.user, request.client.name, scopes: request.scopes)
        return .redirect(to: then.text)
    }

    private func request(_ then: LocalPath) async throws -> AuthorizeRequest {
        guard let fields = FormFields(parsing: [then.query], limit: limits.formFieldsLimit),
            !fields.repeats(anyOf: ["client_id", "redirect_uri"]),
            let client = try await tokens.oauthClient(fields["client_id"])
        else { throw OAuthServerError.malformed("the request to approve cannot be read") }
        let redirectURI = try AuthorizeRequest.redirectURI(fields["redirect_uri"], of: client)
        return try AuthorizeRequest(fields, client: client, redirectURI: redirectURI, limits: limits)
    }
}
