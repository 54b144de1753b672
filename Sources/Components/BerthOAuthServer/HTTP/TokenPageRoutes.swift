import BerthHTTP
import HTTPTypes
import HummingbirdCore
import Kubernetes

/// `/oauth/token/request`, `display` and `implicit`: a token for people, in their browser.
struct TokenPageRoutes: Sendable {
    static let displayPath = "/oauth/token/display"
    static let requestPath = "/oauth/token/request"
    private static let clientName = "openshift-browser-client"

    let tokens: TokenStore
    let exchange: TokenRoutes
    let sessions: BrowserSessions
    let forms: FormGuard
    let configuration: OAuthServerConfiguration

    /// To the authorize endpoint as the browser's own client.
    func request(_ call: OAuthCall) throws -> Response {
        try call.require(.get)
        let target = FormText.encode(configuration.issuer + Self.displayPath)
        return .redirect(
            to: "/oauth/authorize?client_id=\(Self.clientName)&redirect_uri=\(target)&response_type=code"
        )
    }

    /// A button first, the token only after it: whoever fetches addresses ahead of people gets no token.
    func display(_ call: OAuthCall) async throws -> Response {
        try call.require(.get, .post)
        if let error = call.fields["error"] {
            let text = call.fields["error_description"] ?? error
            return failure("No token was given: \(text)", .badRequest)
        }
        guard let text = call.fields["code"], let code = try await tokens.code(text),
            let session = sessions.session(of: call), session.user == code.grant.user
        else { return failure("This address does not lead to a token, or no longer.", .badRequest) }
        call.http.notes.principal = session.user.name
        guard call.method == .post else {
            let (value, cookie) = forms.value(for: call, session: session)
            let response = Response.page(.tokenButton(user: session.user.name, code: text, guardValue: value))
            return cookie.map { response.setting(cookie: $0) } ?? response
        }
        try forms.check(call, session: session)
        guard let client = try await tokens.oauthClient(Self.clientName) else {
            return failure("The client of this page is missing.", .internalServerError)
        }
        let token: IssuedToken
        do {
            token = try await exchange.exchange(
                call,
                code,
                for: client,
                redirectURI: configuration.issuer + Self.displayPath,
                verifier: nil
            )
        } catch OAuthServerError.oauth {
            return failure("This address does not lead to a token, or no longer.", .badRequest)
        }
        let isBootstrap = session.user.name == BootstrapUser.name
        let response = Response.page(
            .token(
                token.text,
                user: session.user.name,
                apiURL: configuration.apiURL,
                offersLogout: isBootstrap
            )
        )
        return isBootstrap ? response : response.setting(cookie: await sessions.end(call))
    }

    private func failure(_ text: String, _ status: HTTPResponse.Status) -> Response {
        .page(.message("No token", text, link: (Self.requestPath, "Request another token")), status: status)
    }

    /// Where the implicit flow ends; the token is in the fragment, which no server sees.
    func implicit(_ call: OAuthCall) throws -> Response {
        try call.require(.get)
        return .text(
            """

            You have reached this page by following a redirect Location header from an OAuth authorize request.

            If a response_type=token parameter was passed to the /authorize endpoint, that requested an
            "Implicit Grant" OAuth flow (see https://tools.ietf.org/html/rfc6749#section-4.2).

            That flow requires the access token to be returned in the fragment portion of a redirect header.
            Rather than following the redirect here, you can obtain the access token from the Location header:

              1. Parse the URL in the Location header and extract the fragment portion
              2. Parse the fragment using the "application/x-www-form-urlencoded" format
              3. The access_token parameter contains the granted OAuth access token
            """
        )
    }
}
