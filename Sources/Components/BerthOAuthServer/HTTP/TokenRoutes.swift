import HTTPTypes
import BerthHTTP
import BerthPasswords
import HummingbirdCore
import Kubernetes
import Logging

/// `/oauth/token`, `/oauth/info` and `/oauth/revoke`: what clients ask without a browser.
struct TokenRoutes: Sendable {
    let tokens: TokenStore
    let now: @Sendable () -> Double

    /// A code for a token (RFC 6749 §4.1.3).
    func exchange(_ call: OAuthCall) async throws -> Response {
        try call.require(.post, .get, takesHead: false)
        let names = ["grant_type", "code", "redirect_uri", "client_id", "client_secret", "code_verifier"]
        guard !call.fields.repeats(anyOf: names) else { throw OAuthServerError.oauth(.invalidRequest) }
        switch call.fields["grant_type"] {
        case "authorization_code": break
        case nil, "": throw OAuthServerError.oauth(.invalidRequest)
        default: throw OAuthServerError.oauth(.unsupportedGrantType)
        }
        let client = try await authenticatedClient(call)
        guard let text = call.fields["code"], !text.isEmpty else { throw OAuthServerError.oauth(.invalidGrant) }
        guard let code = try await tokens.code(text) else {
            if let name = OAuthTokenName.hashed(text) { try await revoke(ofSpent: name, client, call) }
            throw OAuthServerError.oauth(.unauthorizedClient)
        }
        let token = try await exchange(
            call,
            code,
            for: client,
            redirectURI: call.fields["redirect_uri"],
            verifier: call.fields["code_verifier"]
        )
        call.http.notes.principal = token.grant.user.name
        return .json(Self.document(of: token))
    }

    /// Uses up a code that fits, for a token; whoever comes at the same time as another ends what both would have.
    func exchange(
        _ call: OAuthCall,
        _ code: AuthorizationCode,
        for client: OAuthClient,
        redirectURI: String?,
        verifier: String?
    ) async throws -> IssuedToken {
        guard code.grant.clientName.utf8.elementsEqual(client.name.utf8), code.isAlive(now: now()),
            isSame(redirectURI, code.grant.redirectURI, client)
        else { throw OAuthServerError.oauth(.invalidGrant) }
        guard code.accepts(verifier: verifier) else {
            throw OAuthServerError.oauth(.invalidGrant, "code_verifier does not fit code_challenge (rfc7636)")
        }
        guard let token = try await tokens.spend(code, for: client) else {
            try await revoke(ofSpent: code.objectName, client, call)
            throw OAuthServerError.oauth(.invalidGrant)
        }
        return token
    }

    /// Ends the tokens of a code that comes a second time.
    private func revoke(ofSpent code: String, _ client: OAuthClient, _ call: OAuthCall) async throws {
        guard let user = try await tokens.revokeTokens(ofSpent: code) else { return }
        call.http.logger.warning(
            "a code came twice; its token is revoked",
            metadata: ["user": "\(user)", "client": "\(client.name)"]
        )
    }

    /// RFC 6749 §4.1.3: the URI has to be told again, unless the client has only one and never told any.
    private func isSame(_ told: String?, _ granted: String, _ client: OAuthClient) -> Bool {
        guard let told, !told.isEmpty else {
            return client.redirectURIs.count == 1 && client.redirectURIs[0].utf8.elementsEqual(granted.utf8)
        }
        return told.utf8.elementsEqual(granted.utf8)
    }

    private static func document(of token: IssuedToken) -> JSONValue {
        var document: JSONValue = ["access_token": .string(token.text)]
        if token.expiresIn > 0 { document.set(.integer(Int64(token.expiresIn)), at: ["expires_in"]) }
        document.set(.string(token.grant.scopes.joined(separator: " ")), at: ["scope"])
        document.set("Bearer", at: ["token_type"])
        return document
    }

    /// The client that sends a request, proved by its secret: in a header or in the form, not in both (RFC 6749 §2.3.1).
    private func authenticatedClient(_ call: OAuthCall) async throws -> OAuthClient {
        var name = call.fields["client_id"]
        var secret = call.fields["client_secret"] ?? ""
        switch BasicCredentials(authorization: call.headers[.authorization]) {
        case .malformed: throw OAuthServerError.oauth(.invalidRequest)
        case .none: break
        case .given(let user, let password):
            guard secret.isEmpty, name ?? user == user else { throw OAuthServerError.oauth(.invalidRequest) }
            (name, secret) = (user, password)
        }
        guard let client = try await tokens.oauthClient(name) else {
            throw OAuthServerError.oauth(.unauthorizedClient)
        }
        if client.accepts(secret: secret) { return client }
        // RFC 6749 §2.3.1 has both parts encoded as in a form; not every client does it
        let decoded = FormFields(parsing: ["secret=\(secret)"], limit: 1)?["secret"]
        guard let decoded, client.accepts(secret: decoded) else {
            throw OAuthServerError.oauth(.unauthorizedClient)
        }
        return client
    }

    /// What a token is good for, for whoever has it.
    func info(_ call: OAuthCall) async throws -> Response {
        try call.require(.get, .post)
        guard let text = bearer(call) ?? call.fields["code"], let token = try await tokens.accessToken(text) else {
            throw OAuthServerError.oauth(.invalidRequest)
        }
        var document: JSONValue = ["access_token": .string(text)]
        document.set(token["clientName"], at: ["client_id"])
        if let left = TokenStore.secondsLeft(token, now: now()) {
            document.set(.integer(Int64(left)), at: ["expires_in"])
        }
        document.set(.string((token["scopes"]?.strings ?? []).joined(separator: " ")), at: ["scope"])
        document.set("Bearer", at: ["token_type"])
        return .json(document)
    }

    private func bearer(_ call: OAuthCall) -> String? {
        guard let header = call.headers[.authorization] else { return nil }
        let parts = header.split(separator: " ", maxSplits: 1)
        guard parts.count == 2, parts[0].lowercased() == "bearer" else { return nil }
        return String(parts[1])
    }

    /// Ends an access token (RFC 7009); one that is not there is as good as ended.
    func revoke(_ call: OAuthCall) async throws -> Response {
        try call.require(.post)
        let client = try await authenticatedClient(call)
        guard let text = call.fields["token"], !text.isEmpty else { throw OAuthServerError.oauth(.invalidRequest) }
        if let token = try await tokens.accessToken(text) {
            guard token["clientName"]?.string?.utf8.elementsEqual(client.name.utf8) ?? false else {
                throw OAuthServerError.oauth(.unauthorizedClient)
            }
            try await tokens.deleteToken(token)
        }
        return Response(status: .ok, headers: [.contentLength: "0"], body: ResponseBody())
    }
}
