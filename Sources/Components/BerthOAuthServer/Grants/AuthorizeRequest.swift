import Kubernetes

/// A request for a code or token whose client and redirect URI are valid (RFC 6749 §4.1.1, §4.2.1).
struct AuthorizeRequest: Sendable {
    enum ResponseType: String, Sendable {
        case code, token
    }

    let client: OAuthClient
    let redirectURI: RedirectURI
    let responseType: ResponseType
    let scopes: [String]
    let state: String
    let proofKey: ProofKey?

    private static let stateLimit = 4096

    /// The redirect URI to answer to: the one asked for, or the only one the client has.
    ///
    /// - Throws: An error for whoever asks; nobody is sent anywhere.
    static func redirectURI(_ asked: String?, of client: OAuthClient) throws(OAuthServerError) -> RedirectURI {
        guard let asked, !asked.isEmpty else {
            guard client.redirectURIs.count == 1, let uri = RedirectURI(client.redirectURIs[0]) else {
                throw .oauth(.invalidRequest)
            }
            return uri
        }
        guard let uri = RedirectURI(asked), client.redirectURIs.contains(where: uri.isCovered(by:)) else {
            throw .oauth(.invalidRequest)
        }
        return uri
    }

    /// Reads the rest of a request.
    ///
    /// - Throws: An error that goes back to the client.
    init(
        _ fields: FormFields,
        client: OAuthClient,
        redirectURI: RedirectURI,
        limits: OAuthServerLimits
    ) throws(OAuthServerError) {
        self.client = client
        self.redirectURI = redirectURI
        let state = fields["state"] ?? ""
        let isImplicit = fields["response_type"] == ResponseType.token.rawValue
        func refused(_ code: OAuthErrorCode, _ description: String? = nil) -> OAuthServerError {
            .refusal(
                code.rawValue,
                description ?? code.standardDescription,
                to: redirectURI,
                state: state,
                inFragment: isImplicit
            )
        }
        guard state.utf8.count <= Self.stateLimit,
            !fields.repeats(anyOf: ["response_type", "scope", "state", "code_challenge", "code_challenge_method"])
        else { throw refused(.invalidRequest) }
        self.state = state
        guard let type = fields["response_type"].flatMap(ResponseType.init(rawValue:)) else {
            throw refused(.unsupportedResponseType)
        }
        responseType = type
        let asked = (fields["scope"] ?? "").split(separator: " ").map(String.init)
        var scopes: [String] = []
        for text in asked where !scopes.contains(text) {
            guard scopes.count < limits.scopesLimit, let scope = OAuthScope(text) else { throw refused(.invalidScope) }
            guard client.mayAsk(for: scope, text: text) else { throw refused(.accessDenied) }
            scopes.append(text)
        }
        if scopes.isEmpty {
            guard let full = OAuthScope(OAuthScope.full), client.mayAsk(for: full, text: OAuthScope.full) else {
                throw refused(.invalidScope)
            }
            scopes = [OAuthScope.full]
        }
        self.scopes = scopes
        guard let challenge = fields["code_challenge"], !challenge.isEmpty else {
            guard type == .token || !client.isPublic else {
                throw refused(.invalidRequest, "code_challenge is required of public clients (rfc7636)")
            }
            proofKey = nil
            return
        }
        guard let key = ProofKey(challenge: challenge, method: fields["code_challenge_method"]) else {
            throw refused(.invalidRequest, "code_challenge or code_challenge_method is invalid (rfc7636)")
        }
        proofKey = key
    }

    /// The error that tells the client of this request something else went wrong.
    func refused(_ code: OAuthErrorCode, _ description: String? = nil) -> OAuthServerError {
        .refusal(
            code.rawValue,
            description ?? code.standardDescription,
            to: redirectURI,
            state: state,
            inFragment: responseType == .token
        )
    }
}

extension OAuthServerError {
    /// An error for a client, at its own redirect URI.
    static func refusal(
        _ code: String,
        _ description: String,
        to uri: RedirectURI,
        state: String,
        inFragment: Bool
    ) -> OAuthServerError {
        var parameters = [("error", code), ("error_description", description)]
        parameters.append(("state", state))
        return .redirected(location: inFragment ? uri.fragment(parameters) : uri.adding(parameters))
    }
}
