import Crypto

/// The name of an image anywhere: `registry/namespace/name:tag` or `…@sha256:…`.
struct ImageReference: Sendable, Hashable, CustomStringConvertible {
    /// With its port; empty for Docker Hub.
    var registry: String
    /// Empty when there is none.
    var namespace: String
    /// May hold slashes.
    var name: String
    /// Empty when there is none.
    var tag = ""
    /// The digest; empty when there is none.
    var id = ""

    init(registry: String, namespace: String, name: String, tag: String = "", id: String = "") {
        (self.registry, self.namespace, self.name, self.tag, self.id) = (registry, namespace, name, tag, id)
    }

    /// Reads a reference; nil for what is none.
    init?(_ text: String) {
        guard text.utf8.count <= 512, text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else { return nil }
        var rest = text[...]
        (tag, id) = ("", "")
        if let at = rest.firstIndex(of: "@") {
            id = String(rest[rest.index(after: at)...])
            guard Self.isDigest(id) else { return nil }
            rest = rest[..<at]
        }
        let lastSlash = rest.lastIndex(of: "/") ?? rest.startIndex
        if let colon = rest[lastSlash...].lastIndex(of: ":") {
            tag = String(rest[rest.index(after: colon)...])
            guard Self.isTag(tag) else { return nil }
            rest = rest[..<colon]
        }
        var parts = rest.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard parts.allSatisfy({ !$0.isEmpty }), let first = parts.first else { return nil }
        let namesHost = first == "localhost" || first.contains(".") || first.contains(":")
        if parts.count > 2 || (parts.count > 1 && namesHost) {
            guard namesHost, first.utf8.allSatisfy(Self.isHostByte) else { return nil }
            registry = parts.removeFirst()
        } else {
            registry = ""
        }
        namespace = parts.count > 1 ? parts.removeFirst() : ""
        name = parts.joined(separator: "/")
        guard (parts + [namespace]).allSatisfy(Self.isComponent) else { return nil }
    }

    /// The repository within its registry; Docker Hub's own images lie in `library`.
    var repository: String {
        let isHub = registry.isEmpty || registry == "docker.io"
        let place = namespace.isEmpty && isHub ? "library" : namespace
        return place.isEmpty ? name : "\(place)/\(name)"
    }

    /// The whole name; the digest goes before the tag.
    var description: String {
        let path = [registry, namespace, name].filter { !$0.isEmpty }.joined(separator: "/")
        if !id.isEmpty { return "\(path)@\(id)" }
        return tag.isEmpty ? path : "\(path):\(tag)"
    }

    /// What names a manifest by its content: `sha256:…`.
    static func digest(of manifest: [UInt8]) -> String {
        let digits = Array("0123456789abcdef".utf8)
        let hash = SHA256.hash(data: manifest).flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 0xF)]] }
        return "sha256:" + String(decoding: hash, as: UTF8.self)
    }

    /// Whether this is `sha256:` and 64 hexadecimal digits, or another algorithm's digest.
    static func isDigest(_ text: String) -> Bool {
        let parts = text.utf8.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty, parts[1].count >= 32, parts[1].count <= 256 else { return false }
        return parts[1].allSatisfy { isDigit($0) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains($0) }
    }

    /// Whether this can be a tag of a registry.
    static func isTag(_ text: String) -> Bool {
        guard let first = text.utf8.first, text.utf8.count <= 128 else { return false }
        guard isWord(first) || first == UInt8(ascii: "_") else { return false }
        return text.utf8.allSatisfy {
            isWord($0) || $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "-")
        }
    }

    private static func isComponent(_ text: String) -> Bool {
        text.utf8.allSatisfy {
            isDigit($0) || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) || $0 == UInt8(ascii: ".")
                || $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "/")
        }
    }

    private static func isHostByte(_ byte: UInt8) -> Bool {
        isWord(byte) || [".", "-", ":", "[", "]"].contains(Character(Unicode.Scalar(byte)))
    }
    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
    private static func isWord(_ byte: UInt8) -> Bool {
        isDigit(byte) || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }
}
