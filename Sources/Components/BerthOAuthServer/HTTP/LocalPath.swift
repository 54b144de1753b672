/// A place on this server to go to next (`then`), as a browser would understand it.
///
/// Browsers take `\` for `/`, drop tabs and line ends, and take `//host` for another host. Only what no browser can read as another site
/// passes: one slash, then no slash, only printable ASCII, no backslash, no step up.
struct LocalPath: Sendable, Equatable {
    let text: String

    /// The longest place kept, in bytes.
    private static let lengthLimit = 8 * 1024

    /// Nil for what might lead away.
    init?(_ text: String?) {
        guard let text, text.utf8.count <= Self.lengthLimit, text.utf8.first == UInt8(ascii: "/"),
            text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\\") && $0 != UInt8(ascii: "#") })
        else { return nil }
        let path = text.utf8.prefix { $0 != UInt8(ascii: "?") }
        let segments = Substring(path).lowercased().split(separator: "/", omittingEmptySubsequences: false).dropFirst()
        for (index, segment) in segments.enumerated() {
            // an empty segment anywhere but at the end may become `//host` once others are resolved away
            if segment.isEmpty, index != segments.count - 1 { return nil }
            let plain = segment.replacing("%2e", with: ".")
            if plain == "." || plain == ".." || plain.contains("%5c") || plain.contains("%2f") { return nil }
        }
        self.text = text
    }

    /// The path without the query.
    var path: String { String(text.prefix { $0 != "?" }) }

    /// The query without its question mark.
    var query: String { String(text.drop { $0 != "?" }.dropFirst()) }
}
