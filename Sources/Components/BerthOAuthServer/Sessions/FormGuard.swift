import BerthPasswords
import Crypto
import Kubernetes

/// Keeps other sites from sending our forms (CSRF): a cookie and a field that are equal, signed, and bound to the session.
///
/// Somebody who can plant a cookie cannot make a value for another one's session.
struct FormGuard: Sendable {
    /// The cookie, and the form's field.
    static let name = "csrf"

    let store: SessionStore

    /// The value for a form of this request, and the cookie to set when the browser has none that fits.
    func value(for call: OAuthCall, session: BrowserSession?) -> (value: String, cookie: String?) {
        if let known = call.cookie(Self.name), isOurs(known, session) { return (known, nil) }
        let nonce = Base64URL.random()
        let value = "\(nonce).\(marks(nonce, session).first ?? "")"
        return (value, "\(Self.name)=\(value); Path=/; HttpOnly; Secure; SameSite=Lax")
    }

    /// - Throws: 400 for a form that was not made for this browser and session.
    func check(_ call: OAuthCall, session: BrowserSession?) throws(OAuthServerError) {
        guard isValid(call, session: session) else {
            throw .malformed("Could not check CSRF token. Please try again.")
        }
    }

    /// Whether a form was made for this browser and session.
    func isValid(_ call: OAuthCall, session: BrowserSession?) -> Bool {
        guard let field = call.fields[Self.name], let cookie = call.cookie(Self.name) else { return false }
        return PasswordHash.isEqual(field, cookie) && isOurs(cookie, session)
    }

    private func isOurs(_ value: String, _ session: BrowserSession?) -> Bool {
        let parts = value.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, value.utf8.count <= 256 else { return false }
        return marks(String(parts[0]), session).contains { PasswordHash.isEqual(String(parts[1]), $0) }
    }

    /// The signature by each key, the newest first.
    private func marks(_ nonce: String, _ session: BrowserSession?) -> [String] {
        let text = Array("csrf\n\(nonce)\n\(session?.id ?? "")".utf8)
        return store.keys(for: .form).map { Base64URL.encode(HMAC<SHA256>.authenticationCode(for: text, using: $0)) }
    }
}
