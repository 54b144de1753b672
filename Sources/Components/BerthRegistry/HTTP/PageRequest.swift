import BerthHTTP

/// How much of a list a client asks for, and from where: `n` and `last`.
///
/// https://github.com/opencontainers/distribution-spec/blob/main/spec.md#listing-tags; bounded, whatever the client says (CVE-2023-2253).
struct PageRequest: Equatable {
    let limit: Int
    let last: String?

    /// Reads the parameters; a number that is none is refused, one that is too large becomes the bound.
    init(_ target: RequestTarget, standard: Int, bound: Int) throws(RegistryError) {
        if target.query.contains(where: { $0.name == "n" }) {
            guard let text = target.queryValue("n"), !text.isEmpty, text.utf8.count <= 20,
                text.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 })
            else { throw .pageSizeInvalid }
            limit = min(Int(text) ?? bound, bound)
        } else {
            limit = standard
        }
        if target.query.contains(where: { $0.name == "last" }) {
            guard let text = target.queryValue("last"), text.utf8.count <= 512 else {
                throw .parameterInvalid("last")
            }
            last = text.isEmpty ? nil : text
        } else {
            last = nil
        }
    }

    /// The value of `Link` for what follows (RFC 8288), relative to the host.
    func link(to path: String, after last: String, _ others: [(String, String)] = []) -> String {
        let query = (others + [("last", last), ("n", "\(limit)")]).map { "\($0.0)=\(Self.escaped($0.1))" }
        return "<\(path)?\(query.joined(separator: "&"))>; rel=\"next\""
    }

    private static func escaped(_ text: String) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        var escaped: [UInt8] = []
        for byte in text.utf8 {
            switch byte {
            case 0x30...0x39, 0x41...0x5a, 0x61...0x7a, 0x2d, 0x2e, 0x5f, 0x7e: escaped.append(byte)
            default: escaped += [0x25, digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: escaped, as: UTF8.self)
    }
}
