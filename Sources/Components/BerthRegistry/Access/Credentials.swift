import Foundation

/// What an `Authorization` header brings (RFC 9110 §11.4, RFC 7617, RFC 6750); nothing of it is verified.
package enum Credentials: Sendable, Equatable {
    case none
    case basic(user: String, password: String)
    case bearer(String)
    /// Something that is neither; to be refused, not ignored.
    case malformed

    /// The longest header looked at, in bytes.
    private static let lengthLimit = 16 * 1024

    /// Reads the header's value, `nil` when there is none.
    package init(authorization: String?) {
        guard let authorization else {
            self = .none
            return
        }
        let parts = authorization.split(separator: " ", maxSplits: 1)
        guard parts.count == 2, authorization.utf8.count <= Self.lengthLimit else {
            self = .malformed
            return
        }
        switch parts[0].lowercased() {
        case "basic":
            guard let data = Data(base64Encoded: String(parts[1])), let text = String(validating: data, as: UTF8.self),
                let colon = text.utf8.firstIndex(of: 0x3a)
            else {
                self = .malformed
                return
            }
            // some clients send an empty name and password when they have none
            guard text != ":" else {
                self = .none
                return
            }
            self = .basic(
                user: String(text[..<colon]),
                password: String(text[text.utf8.index(after: colon)...])
            )
        case "bearer": self = .bearer(String(parts[1]))
        default: self = .malformed
        }
    }
}
