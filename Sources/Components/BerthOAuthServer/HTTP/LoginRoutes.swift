import Logging
import BerthHTTP
import HTTPTypes
import HummingbirdCore
import Kubernetes

/// `/login`, `/login/<provider>` and `/logout`: browsers.
struct LoginRoutes: Sendable {
    let providers: IdentityProviders
    let sessions: BrowserSessions
    let forms: FormGuard
    let login: PasswordLogin
    let metrics: LoginMetrics

    /// Why a login failed, as it stands in the address of the next page.
    enum Reason: String, Sendable {
        case wrongPassword = "access_denied"
        case nameMissing = "user_required"
        case formExpired = "token_expired"
        case mappingFailed = "mapping_error"
        case tooManyAttempts = "too_many_attempts"
        case unavailable = "temporarily_unavailable"

        /// What the page says.
        var text: String {
            switch self {
            case .wrongPassword: "Invalid login or password. Please try again."
            case .nameMissing: "Login is required. Please try again."
            case .formExpired: "Could not check CSRF token. Please try again."
            case .mappingFailed: "Could not create user. Ask your administrator."
            case .tooManyAttempts: "Too many attempts. Wait a little and try again."
            case .unavailable: "The cluster does not answer. Please try again."
            }
        }
    }

    func respond(_ call: OAuthCall, provider: String?) async throws -> Response {
        try call.require(.get, .post)
        let names = try await providers.current().providers.map(\.provider.name)
        if let provider, !names.contains(where: { $0.utf8.elementsEqual(provider.utf8) }) {
            throw OAuthServerError.pathUnknown
        }
        guard call.method == .post else { return form(call, provider: provider, names: names) }
        return try await submit(call, provider: provider)
    }

    private func form(_ call: OAuthCall, provider: String?, names: [String]) -> Response {
        guard let then = LocalPath(call.fields["then"]) else { return .redirect(to: "/") }
        let reason = call.fields["reason"].flatMap(Reason.init(rawValue:))
        if provider == nil, names.count != 1 {
            return .page(.providerChoice(names, then: then, message: reason?.text))
        }
        let (value, cookie) = forms.value(for: call, session: sessions.session(of: call))
        let page = Page.login(provider: provider, then: then, guardValue: value, message: reason?.text)
        let response = Response.page(page)
        return cookie.map { response.setting(cookie: $0) } ?? response
    }

    private func submit(_ call: OAuthCall, provider: String?) async throws -> Response {
        guard let then = LocalPath(call.fields["then"]) else { return .redirect(to: "/") }
        guard forms.isValid(call, session: sessions.session(of: call)) else {
            return back(.formExpired, then, provider)
        }
        let (user, password) = (call.fields["username"] ?? "", call.fields["password"] ?? "")
        guard !user.isEmpty else { return back(.nameMissing, then, provider) }
        let attempt = PasswordAttempt(
            user: user,
            password: password,
            address: call.http.remoteAddress,
            provider: provider
        )
        do {
            guard let known = try await metrics.measure(.form, { try await login.user(attempt) }) else {
                return back(.wrongPassword, then, provider)
            }
            call.http.notes.principal = known.name
            // whatever session the browser came with is over: the new one has a name of its own
            _ = await sessions.end(call)
            return Response.redirect(to: then.text).setting(cookie: try sessions.begin(known).cookie)
        } catch OAuthServerError.tooManyRequests(let seconds) {
            let page = Page.message("Too many attempts", Reason.tooManyAttempts.text)
            var response = Response.page(page, status: .tooManyRequests)
            response.headers[.retryAfter] = "\(max(1, seconds))"
            return response
        } catch OAuthServerError.mapping(let text) {
            call.http.logger.warning("an identity cannot become a user", metadata: ["error": "\(text)"])
            return back(.mappingFailed, then, provider)
        }
    }

    private func back(_ reason: Reason, _ then: LocalPath, _ provider: String?) -> Response {
        let path = provider.map { "/login/\(FormText.encode($0))" } ?? "/login"
        return .redirect(to: "\(path)?reason=\(reason.rawValue)&then=\(FormText.encode(then.text))")
    }

    /// Ends the session of the browser; only by POST, which another site cannot send with our cookie.
    func logout(_ call: OAuthCall) async throws -> Response {
        try call.require(.post)
        let cookie = await sessions.end(call)
        if let then = LocalPath(call.fields["then"]) { return Response.redirect(to: then.text).setting(cookie: cookie) }
        return Response.page(.message("Logged out", "You are logged out of this server.")).setting(cookie: cookie)
    }
}
