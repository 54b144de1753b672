/// How a registry wants to be asked: a `WWW-Authenticate` header (RFC 9110 §11.6.1), one challenge of it.
struct RegistryChallenge: Sendable, Hashable {
    /// In lower case: `bearer`, `basic`.
    let scheme: String
    let parameters: [String: String]

    /// Reads a header; nil when it is malformed or too long.
    init?(_ header: String) {
        guard header.utf8.count <= 4096 else { return nil }
        let bytes = Array(header.utf8)
        var index = 0
        func isToken(_ byte: UInt8) -> Bool {
            byte > 0x20 && byte < 0x7F && !Array("\"(),/:;<=>?@[\\]{}".utf8).contains(byte)
        }
        func token() -> String {
            let start = index
            while index < bytes.count, isToken(bytes[index]) { index += 1 }
            return String(decoding: bytes[start..<index], as: UTF8.self)
        }
        func skip(_ skipped: [UInt8]) { while index < bytes.count, skipped.contains(bytes[index]) { index += 1 } }
        let blank = [UInt8(ascii: " "), UInt8(ascii: "\t")]
        skip(blank)
        scheme = token().lowercased()
        guard !scheme.isEmpty else { return nil }
        var found: [String: String] = [:]
        while true {
            skip(blank + [UInt8(ascii: ",")])
            guard index < bytes.count else { break }
            let name = token().lowercased()
            skip(blank)
            // Something that is no parameter begins the next challenge.
            guard !name.isEmpty, index < bytes.count, bytes[index] == UInt8(ascii: "=") else { break }
            index += 1
            skip(blank)
            var value: [UInt8] = []
            if index < bytes.count, bytes[index] == UInt8(ascii: "\"") {
                index += 1
                while index < bytes.count, bytes[index] != UInt8(ascii: "\"") {
                    if bytes[index] == UInt8(ascii: "\\") { index += 1 }
                    guard index < bytes.count else { return nil }
                    value.append(bytes[index])
                    index += 1
                }
                guard index < bytes.count else { return nil }
                index += 1
            } else {
                value = Array(token().utf8)
            }
            found[name] = String(decoding: value, as: UTF8.self)
        }
        parameters = found
    }
}
