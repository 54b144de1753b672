import Crypto
import FoundationEssentials
import Kubernetes

/// The sessions of browsers: sealed into a cookie, so that nothing is kept and nothing can be forged.
///
/// The store has the keys, and what was logged out until it would have expired.
struct BrowserSessions: Sendable {
    /// The cookie of the session.
    static let cookieName = "ssn"
    private static let cookieLimit = 4096

    let store: SessionStore
    let seconds: Int
    let now: @Sendable () -> Double

    /// A new session and the cookie that holds it.
    func begin(_ user: KnownUser) throws -> (session: BrowserSession, cookie: String) {
        let session = BrowserSession(user: user, id: Base64URL.random(), expiry: (now() + Double(seconds)).rounded())
        guard let key = store.keys(for: .cookie).first else { throw OAuthServerError.unavailable }
        let sealed = try AES.GCM.seal(session.json.serializedBytes(), using: key)
        let value = Base64URL.encode(sealed.combined ?? Data())
        return (session, Self.cookie(value: value, seconds: seconds))
    }

    /// The session of a request; nil when there is none that is still good.
    func session(of call: OAuthCall) -> BrowserSession? {
        guard let value = call.cookie(Self.cookieName),
            let session = Self.open(value, keys: store.keys(for: .cookie)), session.expiry > now(),
            !store.isEnded(session.id)
        else { return nil }
        return session
    }

    /// What a cookie's value holds, sealed with any of the keys.
    static func open(_ value: String, keys: [SymmetricKey]) -> BrowserSession? {
        guard value.utf8.count <= cookieLimit, let bytes = Base64URL.decode(value),
            let box = try? AES.GCM.SealedBox(combined: bytes)
        else { return nil }
        for key in keys {
            guard let opened = try? AES.GCM.open(box, using: key) else { continue }
            return (try? JSONValue(parsing: opened)).flatMap { BrowserSession(json: $0) }
        }
        return nil
    }

    /// Ends the session of a request, if there is one; the cookie that clears the browser's.
    func end(_ call: OAuthCall) async -> String {
        if let session = session(of: call) { await store.end(session) }
        return Self.cookie(value: "", seconds: 0)
    }

    private static func cookie(value: String, seconds: Int) -> String {
        "\(cookieName)=\(value); Path=/; Max-Age=\(seconds); HttpOnly; Secure; SameSite=Lax"
    }
}
