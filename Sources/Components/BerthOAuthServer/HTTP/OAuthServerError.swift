package import BerthHTTP
import HTTPTypes
package import HummingbirdCore
import Kubernetes
import NIOCore

/// Everything a request can be refused with.
package enum OAuthServerError: Error, Sendable, Equatable {
    /// An OAuth error that goes to whoever asks, as JSON.
    case oauth(code: String, description: String)
    /// An OAuth error that goes back to the client through the browser: the whole URL.
    case redirected(location: String)
    /// 401 with a challenge for a name and password.
    case challenged(String)
    /// 401 without one: the header against forged requests is missing.
    case csrfHeaderMissing
    case malformed(String)
    case pathUnknown
    case methodUnsupported(allowed: String)
    case tooLarge
    /// Too many attempts or too much work waiting; seconds.
    case tooManyRequests(retryAfter: Int)
    /// The API server does not answer.
    case unavailable
    /// An identity that cannot become a user; OpenShift answers 500 with a text.
    case mapping(String)
}

extension OAuthServerError: WireError {
    static func oauth(_ code: OAuthErrorCode, _ description: String? = nil) -> OAuthServerError {
        .oauth(code: code.rawValue, description: description ?? code.standardDescription)
    }

    package func response(in context: HTTPContext) -> Response {
        switch self {
        case .oauth(let code, let description):
            return .json(["error": .string(code), "error_description": .string(description)], status: .badRequest)
        case .redirected(let location):
            return .redirect(to: location)
        case .challenged(let text):
            var response = Response.text(text, status: .unauthorized)
            response.headers[.wwwAuthenticate] = "Basic realm=\"openshift\""
            return response
        case .csrfHeaderMissing:
            let text = "A non-empty X-CSRF-Token header is required to receive basic-auth challenges"
            var response = Response.text(text, status: .unauthorized)
            if let warning = HTTPField.Name("Warning") { response.headers[warning] = "199 Origin \"\(text)\"" }
            return response
        case .malformed(let text): return .text(text, status: .badRequest)
        case .pathUnknown: return .text("404 page not found", status: .notFound)
        case .methodUnsupported(let allowed):
            var response = Response.text("Method not allowed", status: .methodNotAllowed)
            response.headers[.allow] = allowed
            return response
        case .tooLarge: return .text("the form is too large", status: .contentTooLarge)
        case .tooManyRequests(let seconds):
            var response = Response.text("Too many attempts. Wait a little and try again.", status: .tooManyRequests)
            response.headers[.retryAfter] = "\(max(1, seconds))"
            return response
        case .unavailable:
            return .json(
                [
                    "error": .string(OAuthErrorCode.temporarilyUnavailable.rawValue),
                    "error_description": .string(OAuthErrorCode.temporarilyUnavailable.standardDescription),
                ],
                status: .serviceUnavailable
            )
        case .mapping(let text): return .text("Error: \(text)", status: .internalServerError)
        }
    }
}
