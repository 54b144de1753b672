/// Where a client wants its answer, compared with where it said it may go.
///
/// RFC 9700 §2.1: compared as text. Two exceptions: the port of a loopback address is free for applications on the user's machine (RFC 8252
/// §7.3), and one registered with a path that ends in a slash stands for what lies below it, as OpenShift's clients register themselves.
struct RedirectURI: Sendable, Equatable {
    let text: String
    private let scheme: String
    private let authority: String
    private let host: String
    private let path: String
    private let query: String?

    private static let lengthLimit = 2048
    /// What a browser would run instead of visit.
    private static let refusedSchemes: Set<String> = ["javascript", "data", "vbscript", "file", "blob", "about"]

    /// Nil for what no client may register or ask for: relative, with a fragment or user, or with bytes that browsers read differently.
    init?(_ text: String) {
        guard text.utf8.count <= Self.lengthLimit,
            text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && !"\\#\"<>^`{|}".utf8.contains($0) }),
            let colon = text.utf8.firstIndex(of: UInt8(ascii: ":"))
        else { return nil }
        scheme = text[..<colon].lowercased()
        guard let first = scheme.utf8.first, (0x61...0x7A).contains(first),
            scheme.utf8.allSatisfy({
                (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || "+-.".utf8.contains($0)
            }),
            !Self.refusedSchemes.contains(scheme)
        else { return nil }
        var rest = text[text.utf8.index(after: colon)...]
        if rest.hasPrefix("//") {
            rest = rest.dropFirst(2)
            let end = rest.firstIndex { $0 == "/" || $0 == "?" } ?? rest.endIndex
            authority = String(rest[..<end])
            rest = rest[end...]
        } else {
            authority = ""
        }
        guard !authority.contains("@"), !authority.contains("%") else { return nil }
        if scheme == "http" || scheme == "https", authority.isEmpty { return nil }
        host = Self.host(of: authority)
        if let mark = rest.firstIndex(of: "?") {
            path = String(rest[..<mark])
            query = String(rest[rest.index(after: mark)...])
        } else {
            path = String(rest)
            query = nil
        }
        self.text = text
    }

    private static func host(of authority: String) -> String {
        if authority.hasPrefix("["), let end = authority.firstIndex(of: "]") { return String(authority[...end]) }
        return String(authority.prefix { $0 != ":" })
    }

    /// Whether a client that registered `registered` may be answered here.
    func isCovered(by registered: String) -> Bool {
        if text.utf8.elementsEqual(registered.utf8) { return true }
        guard let own = RedirectURI(registered), own.scheme == scheme else { return false }
        if isLoopback, own.host == host, own.path == path, own.query == query { return hasPlainPort }
        guard own.path.hasSuffix("/"), own.query == nil, own.authority == authority, path.hasPrefix(own.path) else {
            return false
        }
        return !hasSteps
    }

    private var isLoopback: Bool { scheme == "http" && (host == "127.0.0.1" || host == "[::1]") }

    /// The authority is the host, or the host with a port of digits.
    private var hasPlainPort: Bool {
        let rest = authority.dropFirst(host.count)
        guard !rest.isEmpty else { return true }
        guard rest.first == ":", rest.dropFirst().utf8.allSatisfy({ (0x30...0x39).contains($0) }),
            let port = Int(rest.dropFirst())
        else { return false }
        return (1...65535).contains(port)
    }

    /// Something in the path that leads up, or might after one more decoding.
    private var hasSteps: Bool {
        let lower = path.lowercased()
        return ["%2e", "%2f", "%5c", "%25", "//"].contains { lower.contains($0) }
            // some servers take what stands behind a semicolon away first
            || lower.split(separator: "/").contains { [".", ".."].contains($0.prefix { $0 != ";" }) }
    }

    /// The URL with parameters added to its query.
    func adding(_ parameters: [(String, String)]) -> String {
        let joined = Self.encode(parameters)
        return text + (query == nil ? "?" : query?.isEmpty ?? true ? "" : "&") + joined
    }

    /// The URL with parameters as its fragment.
    func fragment(_ parameters: [(String, String)]) -> String {
        text + "#" + Self.encode(parameters)
    }

    private static func encode(_ parameters: [(String, String)]) -> String {
        parameters.map { "\($0.0)=\(FormText.encode($0.1))" }.joined(separator: "&")
    }
}
