import Crypto
import Foundation
import Kubernetes

/// The requests by which `oc login` gets a token, one after the other, each to be sent by hand.
package struct OAuthLogin: Sendable {
    /// The client as which `oc` logs in with a password.
    package static let client = "openshift-challenging-client"

    /// An API client without any identity.
    package let api: APIClient
    /// What the metadata document says.
    package let authorizeURL: String
    package let tokenURL: String
    package let redirectURI: String
    /// PKCE's secret.
    package let verifier: String

    /// Reads the metadata, as every login begins.
    package init(_ api: APIClient) async throws {
        self.api = api
        let reply = try await api.request(
            "GET",
            "/.well-known/oauth-authorization-server",
            headers: [("X-CSRF-Token", "1")]
        )
        guard reply.status == 200, let issuer = reply.json["issuer"]?.string,
            let authorizeURL = reply.json["authorization_endpoint"]?.string,
            let tokenURL = reply.json["token_endpoint"]?.string
        else { throw APIClientError.unexpected(reply, during: "metadata") }
        (self.authorizeURL, self.tokenURL) = (authorizeURL, tokenURL)
        redirectURI = issuer + "/oauth/token/implicit"
        verifier = String((0..<43).compactMap { _ in "abcdefghijklmnopqrstuvwxyz0123456789".randomElement() })
    }

    /// The authorize request; with a password it answers the challenge.
    package func authorize(
        user: String? = nil,
        password: String = "",
        hasCSRFHeader: Bool = true,
        redirectURI: String? = nil,
        client: String = client,
        extra: String = ""
    ) async throws -> APIReply {
        let challenge = Self.base64URL(Array(SHA256.hash(data: Array(verifier.utf8))))
        let redirect = (redirectURI ?? self.redirectURI).addingPercentEncoding(withAllowedCharacters: .alphanumerics)
        let query =
            "client_id=\(client)&code_challenge=\(challenge)&code_challenge_method=S256"
            + "&redirect_uri=\(redirect ?? "")&response_type=code" + extra
        var headers = hasCSRFHeader ? [("X-CSRF-Token", "1")] : []
        if let user {
            let text = Data("\(user):\(password)".utf8).base64EncodedString()
            headers.append(("Authorization", "Basic \(text)"))
        }
        return try await api.request("GET", "\(authorizeURL)?\(query)", headers: headers)
    }

    /// The exchange of a code for a token.
    package func exchange(_ code: String, verifier: String? = nil) async throws -> APIReply {
        let redirect = redirectURI.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
        let form =
            "grant_type=authorization_code&code=\(code)&redirect_uri=\(redirect)"
            + "&code_verifier=\(verifier ?? self.verifier)"
        return try await api.request(
            "POST",
            tokenURL,
            headers: [
                ("Content-Type", "application/x-www-form-urlencoded"), ("Accept", "application/json"),
                ("Authorization", "Basic " + Data("\(Self.client):".utf8).base64EncodedString()),
            ],
            body: Array(form.utf8)
        )
    }

    /// The code in the answer to an authorize request.
    package static func code(_ reply: APIReply) -> String? {
        reply["Location"].flatMap(URLComponents.init(string:))?.queryItems?.first { $0.name == "code" }?.value
    }

    /// The whole way.
    package static func token(_ api: APIClient, user: String, password: String) async throws -> String {
        let login = try await OAuthLogin(api)
        let reply = try await login.authorize(user: user, password: password)
        guard reply.status == 302, let code = code(reply) else {
            throw APIClientError.unexpected(reply, during: "authorize")
        }
        let answer = try await login.exchange(code)
        guard answer.status == 200, let token = answer.json["access_token"]?.string else {
            throw APIClientError.unexpected(answer, during: "token")
        }
        return token
    }

    private static func base64URL(_ bytes: [UInt8]) -> String {
        Data(bytes).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }
}
