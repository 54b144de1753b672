/// The error codes of RFC 6749 §4.1.2.1 and §5.2, with the descriptions OpenShift's clients know.
enum OAuthErrorCode: String, Sendable {
    case invalidRequest = "invalid_request"
    case unauthorizedClient = "unauthorized_client"
    case accessDenied = "access_denied"
    case unsupportedResponseType = "unsupported_response_type"
    case invalidScope = "invalid_scope"
    case serverError = "server_error"
    case temporarilyUnavailable = "temporarily_unavailable"
    case unsupportedGrantType = "unsupported_grant_type"
    case invalidGrant = "invalid_grant"

    /// What is said when there is nothing better to say.
    var standardDescription: String {
        switch self {
        case .invalidRequest:
            "The request is missing a required parameter, includes an invalid parameter value, includes a parameter "
                + "more than once, or is otherwise malformed."
        case .unauthorizedClient: "The client is not authorized to request a token using this method."
        case .accessDenied: "The resource owner or authorization server denied the request."
        case .unsupportedResponseType:
            "The authorization server does not support obtaining a token using this method."
        case .invalidScope: "The requested scope is invalid, unknown, or malformed."
        case .serverError:
            "The authorization server encountered an unexpected condition that prevented it from fulfilling the "
                + "request."
        case .temporarilyUnavailable:
            "The authorization server is currently unable to handle the request due to a temporary overloading or "
                + "maintenance of the server."
        case .unsupportedGrantType:
            "The authorization grant type is not supported by the authorization server."
        case .invalidGrant:
            "The provided authorization grant (e.g., authorization code, resource owner credentials) or refresh token "
                + "is invalid, expired, revoked, does not match the redirection URI used in the authorization "
                + "request, or was issued to another client."
        }
    }
}
