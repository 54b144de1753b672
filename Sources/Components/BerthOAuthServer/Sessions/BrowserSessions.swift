import Crypto
import FoundationEssentials
import Kubernetes
import Synchronization

/// The sessions of browsers: sealed into a cookie with a key of this process, so that nothing is kept and nothing can be forged.
///
/// A restart ends all of them, which costs somebody in the middle of a login one more. What was logged out is remembered until it would
/// have expired.
final class BrowserSessions: Sendable {
    /// The cookie of the session.
    static let cookieName = "ssn"
    private static let endedLimit = 20_000
    private static let cookieLimit = 4096

    private let key = SymmetricKey(size: .bits256)
    private let seconds: Int
    private let now: @Sendable () -> Double
    private let ended = Mutex<[String: Double]>([:])

    init(seconds: Int, now: @escaping @Sendable () -> Double) {
        (self.seconds, self.now) = (seconds, now)
    }

    /// A new session and the cookie that holds it.
    func begin(_ user: KnownUser) throws -> (session: BrowserSession, cookie: String) {
        let session = BrowserSession(user: user, id: RandomText.make(), expiry: now() + Double(seconds))
        let sealed = try AES.GCM.seal(session.json.serializedBytes(), using: key)
        let value = Base64URL.encode(sealed.combined ?? Data())
        return (session, Self.cookie(value: value, seconds: seconds))
    }

    /// The session of a request; nil when there is none that is still good.
    func session(of call: OAuthCall) -> BrowserSession? {
        guard let value = call.cookie(Self.cookieName), value.utf8.count <= Self.cookieLimit,
            let bytes = Base64URL.decode(value), let box = try? AES.GCM.SealedBox(combined: bytes),
            let opened = try? AES.GCM.open(box, using: key), let json = try? JSONValue(parsing: opened),
            let session = BrowserSession(json: json), session.expiry > now(),
            ended.withLock({ $0[session.id] == nil })
        else { return nil }
        return session
    }

    /// Ends the session of a request, if there is one; the cookie that clears the browser's.
    func end(_ call: OAuthCall) -> String {
        if let session = session(of: call) {
            ended.withLock { ended in
                if ended.count >= Self.endedLimit { ended = ended.filter { $0.value > now() } }
                if ended.count >= Self.endedLimit, let oldest = ended.min(by: { $0.value < $1.value }) {
                    ended[oldest.key] = nil
                }
                ended[session.id] = session.expiry
            }
        }
        return Self.cookie(value: "", seconds: 0)
    }

    private static func cookie(value: String, seconds: Int) -> String {
        "\(cookieName)=\(value); Path=/; Max-Age=\(seconds); HttpOnly; Secure; SameSite=Lax"
    }
}
