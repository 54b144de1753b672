import BerthPKI

/// Where a server listens; port 0 means any free one.
struct ListenAddress: Equatable, Sendable, CustomStringConvertible {
    /// A host name or an address, without brackets.
    var host: String
    /// 0 to 65535.
    var port: Int

    init(host: String, port: Int) {
        self.host = host
        self.port = port
    }

    /// Takes `host:port`, `[::1]:port`, `:port` (every address of the machine) and a bare port (loopback).
    init?(_ text: String) {
        if let port = Self.port(text[...]) {
            self.init(host: "127.0.0.1", port: port)
            return
        }
        guard let colon = text.lastIndex(of: ":"), let port = Self.port(text[text.index(after: colon)...]) else {
            return nil
        }
        let host = String(text[..<colon])
        guard !host.isEmpty else {
            self.init(host: "0.0.0.0", port: port)
            return
        }
        guard host.hasPrefix("[") || !host.contains(":"), let name = try? ServingName(host), !host.hasPrefix("*") else {
            return nil
        }
        self.init(host: name.description, port: port)
    }

    /// Whether only this machine can connect.
    var isLoopback: Bool {
        (try? ServingName(host))?.isLoopback ?? false
    }

    var description: String {
        host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
    }

    private static func port(_ text: Substring) -> Int? {
        guard (1...5).contains(text.utf8.count), text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
            return nil
        }
        return Int(text).flatMap { $0 <= 65535 ? $0 : nil }
    }
}
