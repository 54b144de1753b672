import Synchronization

/// Which token a code was exchanged for, for a while: whoever comes with the code again ends that token (RFC 6749 §4.1.2).
final class SpentCodes: Sendable {
    private struct Token {
        let name: String
        let until: Double
    }

    /// How long a code is remembered, in seconds.
    private static let memory = 3600.0
    private static let limit = 20_000

    private let tokens = Mutex<[String: Token]>([:])

    /// Notes that a code, by its object's name, became a token, by its own.
    func note(_ code: String, token: String, now: Double) {
        tokens.withLock { tokens in
            if tokens.count >= Self.limit { tokens = tokens.filter { $0.value.until > now } }
            if tokens.count >= Self.limit, let oldest = tokens.min(by: { $0.value.until < $1.value.until }) {
                tokens[oldest.key] = nil
            }
            tokens[code] = Token(name: token, until: now + Self.memory)
        }
    }

    /// The token of a code that comes again; it is told once.
    func take(_ code: String) -> String? { tokens.withLock { $0.removeValue(forKey: code)?.name } }
}
