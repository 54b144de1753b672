import Kubernetes

/// A name and password from an `Authorization: Basic` header (RFC 7617); nothing of it is verified.
enum BasicCredentials: Sendable, Equatable {
    case none
    case given(user: String, password: String)
    /// Something else, or not readable: refused, never ignored, never a fault of ours.
    case malformed

    private static let lengthLimit = 8 * 1024

    /// Reads the header's value, nil when there is none.
    init(authorization: String?) {
        guard let authorization else {
            self = .none
            return
        }
        let parts = authorization.utf8.split(separator: UInt8(ascii: " "), maxSplits: 1)
        guard parts.count == 2, authorization.utf8.count <= Self.lengthLimit,
            String(Substring(parts[0])).lowercased() == "basic",
            let bytes = Base64URL.decode(Substring(parts[1])),
            let text = String(validating: bytes, as: UTF8.self),
            let colon = text.utf8.firstIndex(of: UInt8(ascii: ":"))
        else {
            self = .malformed
            return
        }
        self = .given(user: String(text[..<colon]), password: String(text[text.utf8.index(after: colon)...]))
    }
}
