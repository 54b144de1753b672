import AsyncHTTPClient
import Foundation
import Kubernetes
import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization

/// The JSON gateway that every etcd v3 has at `/v3/`; see https://etcd.io/docs/v3.5/dev-guide/api_grpc_gateway/.
///
/// What surely was not sent is tried at the next endpoint. A read is tried there also after a lost answer; a write is
/// not, for it may have been done.
final class EtcdGateway: Sendable {
    private struct State {
        /// The endpoint that answered last.
        var preferred = 0
        var token: String?
    }

    /// The largest answer that is taken.
    private static let answerLimit = 64 << 20
    private static let jsonLimits = JSONLimits(depthLimit: 32, nodeLimit: 2_000_000)

    private let configuration: EtcdConfiguration
    private let http: HTTPClient
    private let state = Mutex(State())

    /// - Throws: when a file of `configuration` cannot be read.
    init(_ configuration: EtcdConfiguration) throws(EtcdFileError) {
        self.configuration = configuration
        var settings = HTTPClient.Configuration()
        settings.tlsConfiguration = try EtcdTLS.client(configuration)
        settings.httpVersion = .http1Only
        settings.redirectConfiguration = .disallow
        settings.timeout.connect = .seconds(2)
        settings.connectionPool.retryConnectionEstablishment = false
        settings.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = 64
        http = HTTPClient(eventLoopGroupProvider: .singleton, configuration: settings)
    }

    /// A client that is let go of without having been shut down ends the process.
    deinit { http.shutdown { _ in } }

    func close() async { try? await http.shutdown() }

    /// Asks something that changes nothing.
    func read(_ method: String, _ body: String) async throws(EtcdFailure) -> JSONValue {
        try await call(method, body, isRepeatable: true)
    }

    /// Asks for a change; `.unknownOutcome` says that it may have been made.
    func write(_ method: String, _ body: String) async throws(EtcdFailure) -> JSONValue {
        try await call(method, body, isRepeatable: false)
    }

    /// Opens a stream of answers; it has no time limit.
    func open(_ method: String, _ body: String) async throws(EtcdFailure) -> HTTPClientResponse.Body {
        try await attempt(isRepeatable: true) { endpoint, token throws(EtcdFailure) in
            let response = try await self.send(method, body, to: endpoint, token, deadline: .distantFuture)
            guard response.status == .ok else { throw try await self.failure(response) }
            return response.body
        }
    }

    private func call(_ method: String, _ body: String, isRepeatable: Bool) async throws(EtcdFailure) -> JSONValue {
        try await attempt(isRepeatable: isRepeatable) { endpoint, token throws(EtcdFailure) in
            let deadline = NIODeadline.now() + TimeAmount(self.configuration.timeout)
            let response = try await self.send(method, body, to: endpoint, token, deadline: deadline)
            guard response.status == .ok else { throw try await self.failure(response) }
            return try await Self.json(response)
        }
    }

    /// Tries the endpoints in turn, beginning with the one that answered last.
    private func attempt<Value: Sendable>(
        isRepeatable: Bool,
        _ body: (_ endpoint: String, _ token: String?) async throws(EtcdFailure) -> Value
    ) async throws(EtcdFailure) -> Value {
        var last = EtcdFailure.notSent("no endpoint")
        var isRenewed = false
        var tries = 0
        while tries < configuration.endpoints.count {
            let number = state.withLock { $0.preferred } % configuration.endpoints.count
            let endpoint = configuration.endpoints[number]
            do {
                return try await body(endpoint, try await token(at: endpoint))
            } catch {
                last = error
                if Task.isCancelled { throw error }
            }
            switch last {
            case .unauthenticated where !isRenewed && configuration.username != nil:
                // It was refused before anything was done.
                state.withLock { $0.token = nil }
                isRenewed = true
                continue
            case .notSent: break
            case .unknownOutcome:
                turn(from: number)
                if !isRepeatable { throw last }
                tries += 1
                continue
            default: throw last
            }
            turn(from: number)
            tries += 1
        }
        throw last
    }

    /// Begins with another endpoint the next time.
    private func turn(from number: Int) {
        state.withLock { if $0.preferred == number { $0.preferred = (number + 1) % configuration.endpoints.count } }
    }

    private func token(at endpoint: String) async throws(EtcdFailure) -> String? {
        guard let user = configuration.username else { return nil }
        if let known = state.withLock({ $0.token }) { return known }
        let body: JSONValue = ["name": .string(user), "password": .string(configuration.password ?? "")]
        let deadline = NIODeadline.now() + TimeAmount(configuration.timeout)
        let response: HTTPClientResponse
        do throws(EtcdFailure) {
            response = try await send("auth/authenticate", body.serialized(), to: endpoint, nil, deadline: deadline)
        } catch .unknownOutcome(let text) { throw .notSent(text) }
        guard response.status == .ok, let token = try await Self.json(response)["token"]?.string else {
            throw .refused("user or password is wrong, or authentication is not enabled")
        }
        state.withLock { $0.token = token }
        return token
    }

    private func send(
        _ method: String,
        _ body: String,
        to endpoint: String,
        _ token: String?,
        deadline: NIODeadline
    ) async throws(EtcdFailure) -> HTTPClientResponse {
        var request = HTTPClientRequest(url: "\(endpoint)/v3/\(method)")
        request.method = .POST
        request.headers.add(name: "Content-Type", value: "application/json")
        if let token { request.headers.add(name: "Authorization", value: token) }
        request.body = .bytes(ByteBuffer(string: body))
        do {
            return try await http.execute(request, deadline: deadline)
        } catch {
            throw Self.failure(error)
        }
    }

    private static func failure(_ error: any Error) -> EtcdFailure {
        if let reason = EtcdTLS.reason(error) { return .notSent(reason) }
        return switch error {
        case is NIOConnectionError, is ChannelError: .notSent("no connection")
        case let error as HTTPClientError
        where [.connectTimeout, .getConnectionFromPoolTimeout, .tlsHandshakeTimeout].contains(error):
            .notSent("no connection in time")
        case let error as IOError where error.errnoCode == ECONNREFUSED: .notSent("connection refused")
        case let error as HTTPClientError: .unknownOutcome("\(error.shortDescription)")
        default: .unknownOutcome("\(type(of: error))")
        }
    }

    private func failure(_ response: HTTPClientResponse) async throws(EtcdFailure) -> EtcdFailure {
        guard let answer = try? await Self.json(response) else {
            return .unknownOutcome("HTTP \(response.status.code)")
        }
        return Self.failure(answer, status: response.status)
    }

    private static func failure(_ answer: JSONValue, status: HTTPResponseStatus) -> EtcdFailure {
        let message = answer["message"]?.string ?? answer["error"]?.string ?? "HTTP \(status.code)"
        return EtcdFailure(code: answer["code"]?.integer ?? 2, message: message)
    }

    private static func json(_ response: HTTPClientResponse) async throws(EtcdFailure) -> JSONValue {
        do {
            let body = try await response.body.collect(upTo: answerLimit)
            return try JSONValue(parsing: body, limits: jsonLimits)
        } catch is NIOTooManyBytesError {
            throw .refused("the answer is larger than max")
        } catch let error as JSONError {
            throw .unknownOutcome("the answer is no JSON: \(error)")
        } catch {
            throw failure(error)
        }
    }

    /// One line of a stream of answers.
    static func message(_ line: ByteBuffer) throws(EtcdFailure) -> JSONValue {
        do {
            let message = try JSONValue(parsing: line, limits: jsonLimits)
            if let result = message["result"] { return result }
            throw failure(message["error"] ?? message, status: .ok)
        } catch let error as EtcdFailure {
            throw error
        } catch {
            throw .unknownOutcome("the answer is no JSON")
        }
    }
}
