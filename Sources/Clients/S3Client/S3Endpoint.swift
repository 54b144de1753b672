import S3

/// Where an S3 service answers, and how a bucket is named in its URLs.
package struct S3Endpoint: Sendable, Equatable {
    /// How the bucket is written.
    package enum Addressing: Sendable {
        /// `https://host/bucket/key`
        case path
        /// `https://bucket.host/key`
        case virtualHosted
    }

    package let isSecure: Bool
    /// Host name or address; an IPv6 address without its brackets.
    package let host: String
    package let port: Int?
    package let region: String
    package let addressing: Addressing

    /// Reads `http(s)://host[:port]`, or `host[:port]` which means https; nil for anything else, such as a path.
    package init?(_ text: String, region: String, addressing: Addressing = .path) {
        var rest = text[...]
        var isSecure = true
        if let mark = text.firstRange(of: "://") {
            switch text[..<mark.lowerBound].lowercased() {
            case "http": isSecure = false
            case "https": break
            default: return nil
            }
            rest = text[mark.upperBound...]
        }
        if rest.last == "/" { rest = rest.dropLast() }
        guard !rest.isEmpty, !rest.contains(where: { "/?#@ ".contains($0) }) else { return nil }
        var host = rest
        var portText: Substring?
        if rest.first == "[" {
            guard let end = rest.firstIndex(of: "]") else { return nil }
            host = rest[rest.index(after: rest.startIndex)..<end]
            let after = rest[rest.index(after: end)...]
            if !after.isEmpty {
                guard after.first == ":" else { return nil }
                portText = after.dropFirst()
            }
        } else if let colon = rest.lastIndex(of: ":") {
            host = rest[..<colon]
            portText = rest[rest.index(after: colon)...]
        }
        guard !host.isEmpty else { return nil }
        var port: Int?
        if let portText {
            guard let number = Int(portText), (1...65535).contains(number) else { return nil }
            port = number
        }
        self.isSecure = isSecure
        self.host = String(host)
        self.port = port
        self.region = region
        self.addressing = addressing
    }

    /// Whether the service is on this machine, so that nobody reads or changes what is sent in the clear.
    package var isLoopback: Bool { host == "localhost" || host == "::1" || host.hasPrefix("127.") }

    /// The `Host` of a request, and the path before the key.
    func location(of bucket: BucketName?) -> (authority: String, path: String) {
        let bracketed = host.contains(":") ? "[\(host)]" : host
        let suffix = port.map { ":\($0)" } ?? ""
        guard let bucket else { return (bracketed + suffix, "/") }
        return switch addressing {
        case .path: (bracketed + suffix, "/\(bucket.text)/")
        case .virtualHosted: ("\(bucket.text).\(bracketed)\(suffix)", "/")
        }
    }
}
