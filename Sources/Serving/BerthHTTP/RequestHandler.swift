import Glibc
import HTTPTypes
import HummingbirdCore
import Logging
import NIOCore
import NIOHTTPTypes

/// Carries one request through: context, responder, errors to the wire, access log, metrics.
struct RequestHandler: Sendable {
    let responder: HTTPResponder
    let fallback: @Sendable (any Error, HTTPContext) -> Response
    let proxies: ProxyTrust
    let isSecure: Bool
    let asksForClientCertificate: Bool
    let headers: [(String, String)]
    let metrics: RequestMetrics
    let memory: FreedMemory
    let logger: Logger

    private static let requestID = HTTPField.Name("X-Request-Id")
    private static let expect = HTTPField.Name("Expect")

    func respond(to request: consuming Request, writer: consuming ResponseWriter, channel: any Channel) async throws {
        let context = makeContext(for: request, channel: channel)
        let began = ContinuousClock.now
        metrics.began()
        var status = 0
        defer { finish(request, context, status: status, took: ContinuousClock.now - began) }
        if let expect = Self.expect, request.headers[expect] != nil {
            request.body = RequestBody(asyncSequence: ContinuedBody(base: request.body, channel: channel))
        }
        var response: Response
        do {
            response = try await responder(request, context)
        } catch let error as any WireError {
            response = error.response(in: context)
        } catch is BodyTruncated {
            status = 499
            throw BodyTruncated()
        } catch {
            context.logger.error("request failed", metadata: ["error": "\(String(reflecting: type(of: error)))"])
            response = fallback(error, context)
        }
        status = response.status.code
        complete(&response, context)
        if request.method == .head {
            try await writer.writeResponse(response.head)
        } else {
            try await writer.write(response: response.head, body: response.body)
        }
    }

    private func makeContext(for request: Request, channel: any Channel) -> HTTPContext {
        let id = RequestID.make()
        var logger = logger
        logger[metadataKey: "request_id"] = "\(id)"
        let peer = channel.remoteAddress?.ipAddress
        let forwarded = proxies.forwarded(request.headers, peer: peer)
        var now = timespec()
        clock_gettime(CLOCK_REALTIME, &now)
        return HTTPContext(
            requestID: id,
            remoteAddress: forwarded.address ?? peer,
            scheme: forwarded.scheme ?? (isSecure ? "https" : "http"),
            channel: channel,
            logger: logger,
            receivedAt: Double(now.tv_sec) + Double(now.tv_nsec) / 1e9,
            notes: RequestNotes(),
            asksForClientCertificate: asksForClientCertificate
        )
    }

    private func complete(_ response: inout Response, _ context: HTTPContext) {
        for (name, value) in headers {
            if let name = HTTPField.Name(name), response.headers[name] == nil { response.headers[name] = value }
        }
        response.headers[.date] = HTTPDate.now()
        if let name = Self.requestID { response.headers[name] = context.requestID }
    }

    private func finish(_ request: Request, _ context: HTTPContext, status: Int, took: Duration) {
        memory.noteAnswer()
        let handler = context.notes.handler
        let seconds = Double(took.components.seconds) + Double(took.components.attoseconds) / 1e18
        metrics.ended(handler: handler, method: request.method.rawValue, status: status, seconds: seconds)
        let level: Logger.Level = handler == "health" ? .debug : .info
        guard context.logger.logLevel <= level else { return }
        let path = context.notes.loggedPath ?? request.head.path.map { String($0.prefix { $0 != "?" }) } ?? ""
        context.logger.log(
            level: level,
            "response completed",
            metadata: [
                "method": "\(request.method.rawValue)",
                // The query may hold a presigned signature: it is never logged.
                "path": "\(path)",
                "status": "\(status)",
                "handler": "\(handler)",
                "remote": "\(context.remoteAddress ?? "-")",
                "user": "\(context.notes.principal ?? "-")",
                "duration_ms": "\((seconds * 1000).rounded(toPlaces: 3))",
            ]
        )
    }
}

extension Double {
    fileprivate func rounded(toPlaces places: Int) -> Double {
        let scale = places == 3 ? 1000.0 : 1.0
        return (self * scale).rounded() / scale
    }
}

/// A request body that asks for `100 Continue` when it is first read.
private struct ContinuedBody: AsyncSequence, Sendable {
    let base: RequestBody
    let channel: any Channel

    struct AsyncIterator: AsyncIteratorProtocol {
        var base: RequestBody.AsyncIterator
        let channel: any Channel
        var wasAsked = false

        mutating func next() async throws -> ByteBuffer? {
            if !wasAsked {
                wasAsked = true
                channel.triggerUserOutboundEvent(ContinueRequested(), promise: nil)
            }
            return try await base.next()
        }
    }

    func makeAsyncIterator() -> AsyncIterator {
        AsyncIterator(base: base.makeAsyncIterator(), channel: channel)
    }
}
