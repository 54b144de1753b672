import Foundation

/// Hand-made requests, only for what no client sends.
package struct RawHTTP: Sendable {
    /// The server's address.
    package let host: String
    /// The server's port.
    package let port: Int
    /// Sent with every request made by `request`.
    package var headers: [(String, String)] = []
    /// How long one read or write may take: only what hangs takes longer, on however busy a machine.
    package var timeout = Duration.seconds(300)

    /// Requests to `host:port` without TLS.
    package init(host: String = "127.0.0.1", port: Int) {
        self.host = host
        self.port = port
    }

    /// The same with `Authorization: Basic`.
    package func authenticated(_ user: String, _ password: String) -> RawHTTP {
        var copy = self
        copy.headers.append(("Authorization", "Basic " + Data("\(user):\(password)".utf8).base64EncodedString()))
        return copy
    }

    /// The value for `Host`.
    package var authority: String { "\(host):\(port)" }

    /// Runs blocking socket work on a thread of its own.
    package static func perform<Value: Sendable>(
        _ body: @escaping @Sendable () throws -> Value
    ) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread {
                continuation.resume(with: Result(catching: body))
            }
        }
    }

    /// Runs `body` with a fresh connection.
    package func withConnection<Value: Sendable>(
        _ body: @escaping @Sendable (RawConnection) throws -> Value
    ) async throws -> Value {
        let (host, port, timeout) = (host, port, timeout)
        return try await Self.perform { try body(RawConnection(host: host, port: port, timeout: timeout)) }
    }

    /// One request on a connection of its own; `target` and headers go out byte for byte.
    package func request(
        _ method: String,
        _ target: String,
        headers: [(String, String)] = [],
        body: [UInt8]? = nil
    ) async throws -> HTTPReply {
        let head = head(method, target, headers: headers, length: body?.count)
        return try await withConnection { connection in
            try connection.send(head)
            if let body, !body.isEmpty {
                do {
                    try connection.send(body)
                } catch {
                    // a server may refuse and stop reading before the body is over: the answer counts
                    return try connection.readReply(to: method)
                }
            }
            return try connection.readReply(to: method)
        }
    }

    /// A request head with this value's own headers, `Host` and a length.
    package func head(
        _ method: String,
        _ target: String,
        headers: [(String, String)] = [],
        length: Int? = nil
    ) -> [UInt8] {
        let all = self.headers + headers
        var text = "\(method) \(target) HTTP/1.1\r\n"
        if !all.contains(where: { $0.0.lowercased() == "host" }) { text += "Host: \(authority)\r\n" }
        for (name, value) in all { text += "\(name): \(value)\r\n" }
        let hasLength = all.contains { ["content-length", "transfer-encoding"].contains($0.0.lowercased()) }
        if let length, !hasLength { text += "Content-Length: \(length)\r\n" }
        text += "\r\n"
        return [UInt8](text.utf8)
    }
}
