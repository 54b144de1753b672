import Foundation

/// A blocking TCP connection to 127.0.0.1 for requests that no client sends.
///
/// Use it inside `RawHTTP.perform`.
package final class RawConnection {
    private let descriptor: Int32
    private var buffer: [UInt8] = []
    private var position = 0

    /// Connects; every later read and write gives up after `timeout`.
    package init(host: String, port: Int, timeout: Duration = .seconds(300)) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { throw RawHTTPError.connection(errno) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(truncatingIfNeeded: port).bigEndian
        inet_pton(AF_INET, host == "localhost" ? "127.0.0.1" : host, &address.sin_addr)
        let seconds = timeout.components
        var limit = timeval(
            tv_sec: Int(seconds.seconds),
            tv_usec: Int(seconds.attoseconds / 1_000_000_000_000)
        )
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        var one: Int32 = 1
        setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &one, socklen_t(MemoryLayout<Int32>.size))
        let size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let result = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(descriptor, $0, size) }
        }
        // deinit closes: it runs for an initialiser that throws here, too
        guard result == 0 else { throw RawHTTPError.connection(errno) }
    }

    deinit { close(descriptor) }

    /// Writes all bytes.
    package func send(_ bytes: [UInt8]) throws {
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes {
                Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw RawHTTPError.connection(errno) }
            sent += count
        }
    }

    /// Writes text.
    package func send(_ text: String) throws { try send([UInt8](text.utf8)) }

    /// Ends the writing half.
    package func finishSending() { shutdown(descriptor, Int32(SHUT_WR)) }

    /// Closes with a reset instead of an orderly end.
    package func reset() {
        var linger = Glibc.linger(l_onoff: 1, l_linger: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout<Glibc.linger>.size))
        shutdown(descriptor, Int32(SHUT_RDWR))
    }

    /// More bytes into the buffer; false at the end of the stream, an error when time is over.
    private func fill() throws -> Bool {
        if position > 0 {
            buffer.removeFirst(position)
            position = 0
        }
        var chunk = [UInt8](repeating: 0, count: 65536)
        var count = recv(descriptor, &chunk, chunk.count, 0)
        // also a process that was stopped and goes on is interrupted here
        while count < 0, errno == EINTR { count = recv(descriptor, &chunk, chunk.count, 0) }
        if count == 0 { return false }
        guard count > 0 else {
            if errno == ECONNRESET { return false }
            throw errno == EAGAIN ? RawHTTPError.timeout : RawHTTPError.connection(errno)
        }
        buffer.append(contentsOf: chunk[..<count])
        return true
    }

    /// Everything until the peer closes; throws `timeout` when it does not.
    package func readToEnd() throws -> [UInt8] {
        while try fill() {}
        defer { buffer = [] }
        return buffer
    }

    /// Whether something came, or the end, before this time is over.
    package func isReadable(within time: Duration) -> Bool {
        if position < buffer.count { return true }
        var wanted = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        let (seconds, attoseconds) = time.components
        return poll(&wanted, 1, Int32(seconds * 1000 + attoseconds / 1_000_000_000_000_000)) > 0
    }

    /// Whether the peer closes the connection without (more) bytes before time is over.
    package func isClosedByPeer() throws -> Bool {
        guard position == buffer.count else { return false }
        return try !fill()
    }

    private func line() throws -> String? {
        while true {
            if let end = buffer[position...].firstIndex(of: 10) {
                defer { position = end + 1 }
                var line = buffer[position..<end]
                if line.last == 13 { line.removeLast() }
                return String(decoding: line, as: UTF8.self)
            }
            guard try fill() else { return nil }
        }
    }

    private func take(_ count: Int) throws -> [UInt8] {
        while buffer.count - position < count {
            guard try fill() else { break }
        }
        let end = min(buffer.count, position + count)
        defer { position = end }
        return Array(buffer[position..<end])
    }

    /// One interim or final head.
    package func readHead() throws -> HTTPReply {
        guard let status = try line() else { throw RawHTTPError.closed }
        let parts = status.split(separator: " ", maxSplits: 2)
        guard parts.count >= 2, parts[0].hasPrefix("HTTP/1."), let code = Int(parts[1]) else {
            throw RawHTTPError.malformed(status)
        }
        var reply = HTTPReply(status: code, headers: [], body: [])
        while let field = try line(), !field.isEmpty {
            let pieces = field.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            reply.headers.append(
                (String(pieces[0]), pieces.count > 1 ? pieces[1].trimmingCharacters(in: .whitespaces) : "")
            )
        }
        return reply
    }

    /// The next final response with its whole body.
    package func readReply(to method: String = "GET") throws -> HTTPReply {
        var interim: [Int] = []
        var reply = try readHead()
        while reply.status < 200 {
            interim.append(reply.status)
            reply = try readHead()
        }
        reply.interim = interim
        guard method != "HEAD", reply.status != 204, reply.status != 304 else { return reply }
        if reply["Transfer-Encoding"]?.lowercased() == "chunked" {
            try readChunks(into: &reply)
        } else if let length = reply["Content-Length"].flatMap(Int.init) {
            reply.body = try take(length)
            reply.isComplete = reply.body.count == length
        } else {
            let rest = Array(buffer[position...])
            position = buffer.count
            reply.body = rest + (try readToEnd())
        }
        return reply
    }

    private func readChunks(into reply: inout HTTPReply) throws {
        while true {
            guard let text = try line(), let size = Int(text.prefix { $0 != ";" }, radix: 16) else {
                reply.isComplete = false
                return
            }
            if size == 0 {
                while let trailer = try line(), !trailer.isEmpty {}
                return
            }
            reply.body += try take(size)
            _ = try line()
        }
    }
}
