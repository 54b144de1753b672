import Kubernetes

/// Unguessable text.
enum RandomText {
    /// 256 random bits as base64url.
    static func make() -> String {
        var generator = SystemRandomNumberGenerator()
        return Base64URL.encode((0..<32).map { _ in UInt8.random(in: .min ... .max, using: &generator) })
    }
}
