import NIOCore
import NIOHTTP2
import NIOSSL
import Synchronization

/// What we ask of an etcd cluster, over gRPC: one connection to an endpoint for all calls, and one for the watches.
///
/// What surely was not sent is tried at the next endpoint. A read is tried again also after a lost answer; a write is
/// not, for it may have been done.
final class EtcdClient: Sendable {
    /// What a connection is for: a watch that floods it delays no call.
    enum Lane: Sendable { case calls, watches }

    private struct Place: Hashable {
        let endpoint: Int
        let lane: Lane
    }

    private struct State {
        /// The endpoint that answered last.
        var preferred = 0
        var token: String?
        var connections: [Place: EtcdConnection] = [:]
        var connecting: [Place: EventLoopFuture<EtcdConnection>] = [:]
        var isClosed = false
    }

    private let configuration: EtcdConfiguration
    private let endpoints: [EtcdEndpoint]
    private let tls: NIOSSLContext?
    private let state = Mutex(State())

    /// - Throws: when a file of `configuration` cannot be used, or a URL is none.
    init(_ configuration: EtcdConfiguration) throws(EtcdFileError) {
        self.configuration = configuration
        var endpoints: [EtcdEndpoint] = []
        for url in configuration.endpoints {
            guard let endpoint = EtcdEndpoint(url) else { throw .noURL(url) }
            endpoints.append(endpoint)
        }
        self.endpoints = endpoints
        let settings = try EtcdTLS.client(configuration)
        do {
            tls = endpoints.contains(where: \.isSecure) ? try NIOSSLContext(configuration: settings) : nil
        } catch { throw .unusable(path: configuration.certificatePath ?? configuration.caPath ?? "") }
    }

    deinit { end() }

    /// Ends all calls and watches; nothing can be asked any more.
    func close() { end() }

    private func end() {
        let open = state.withLock { state in
            state.isClosed = true
            defer { state.connections = [:] }
            return Array(state.connections.values)
        }
        for connection in open { connection.close() }
    }

    /// Asks something that changes nothing.
    func read(_ method: EtcdMethod, _ request: EtcdMessage) async throws(EtcdFailure) -> EtcdAnswer {
        try await call(method, request, isRepeatable: true)
    }

    /// Asks for a change; `.unknownOutcome` and `.timedOut` say that it may have been made.
    func write(_ method: EtcdMethod, _ request: EtcdMessage) async throws(EtcdFailure) -> EtcdAnswer {
        try await call(method, request, isRepeatable: false)
    }

    /// Opens a watch and hands over its messages until `take` has enough; it has no time limit.
    ///
    /// - Throws: `.unknownOutcome` when the connection ends.
    func watch(
        _ request: EtcdMessage,
        _ take: (ByteBuffer) async throws -> Bool
    ) async throws {
        let opened = try await attempt(.watches, isRepeatable: true) { connection, token throws(EtcdFailure) in
            try await connection.stream(.watch, token: token)
        }
        try await EtcdStream.run(opened.stream, opened.headers, request, take)
    }

    /// Has the user authenticated again before the next call.
    func forgetToken() { state.withLock { $0.token = nil } }

    private func call(
        _ method: EtcdMethod,
        _ request: EtcdMessage,
        isRepeatable: Bool
    ) async throws(EtcdFailure) -> EtcdAnswer {
        let message = try await attempt(.calls, isRepeatable: isRepeatable) { connection, token throws(EtcdFailure) in
            try await connection.call(method, request, token: token, timeout: self.configuration.timeout)
        }
        return try EtcdAnswer(message, method.answer)
    }

    /// Tries the endpoints in turn, beginning with the one that answered last.
    private func attempt<Value: Sendable>(
        _ lane: Lane,
        isRepeatable: Bool,
        _ body: (_ connection: EtcdConnection, _ token: String?) async throws(EtcdFailure) -> Value
    ) async throws(EtcdFailure) -> Value {
        var last = EtcdFailure.notSent("no endpoint")
        var isRenewed = false
        var isReconnected = false
        var tries = 0
        while tries < endpoints.count {
            let number = state.withLock { $0.preferred } % endpoints.count
            var isConnected = false
            do {
                let connection = try await connection(to: number, lane)
                isConnected = true
                return try await body(connection, try await token(on: connection))
            } catch {
                last = error
                if Task.isCancelled { throw error }
            }
            switch last {
            case .unauthenticated where !isRenewed && configuration.username != nil:
                // It was refused before anything was done.
                forgetToken()
                isRenewed = true
                continue
            case .notSent, .unknownOutcome:
                // The connection had ended unnoticed, as it does when etcd starts again: a new one may do.
                if isConnected, !isReconnected, isRepeatable || last.isWithoutEffect {
                    isReconnected = true
                    continue
                }
            case .timedOut: break
            default: throw last
            }
            turn(from: number)
            if !isRepeatable, !last.isWithoutEffect { throw last }
            tries += 1
        }
        throw last
    }

    /// Begins with another endpoint the next time.
    private func turn(from number: Int) {
        state.withLock { if $0.preferred == number { $0.preferred = (number + 1) % endpoints.count } }
    }

    /// The connection to an endpoint; who comes while it is being made waits for the same one.
    private func connection(to number: Int, _ lane: Lane) async throws(EtcdFailure) -> EtcdConnection {
        let place = Place(endpoint: number, lane: lane)
        let known: Known = try state.withLock { state throws(EtcdFailure) in
            guard !state.isClosed else { throw .notSent("the store is closed") }
            if let connection = state.connections[place], connection.isUsable { return .connected(connection) }
            if let connecting = state.connecting[place] { return .connecting(connecting) }
            let endpoint = endpoints[number]
            let tls = endpoint.isSecure ? tls : nil
            let connecting = EtcdConnection.open(
                endpoint,
                tls: tls,
                connectTimeout: configuration.connectTimeout,
                timeout: configuration.timeout
            )
            state.connecting[place] = connecting
            // Here, where nobody else can meet it: one that had ended before would be given out for as long.
            connecting.whenComplete { [weak self] result in self?.connected(place, result) }
            return .connecting(connecting)
        }
        do {
            switch known {
            case .connected(let connection): return connection
            case .connecting(let connecting): return try await connecting.get()
            }
        } catch { throw EtcdStatus.failure(error) }
    }

    private enum Known {
        case connected(EtcdConnection)
        case connecting(EventLoopFuture<EtcdConnection>)
    }

    private func connected(_ place: Place, _ result: Result<EtcdConnection, any Error>) {
        let isClosed = state.withLock { state in
            state.connecting[place] = nil
            if case .success(let connection) = result, !state.isClosed { state.connections[place] = connection }
            return state.isClosed
        }
        if case .success(let connection) = result, isClosed { connection.close() }
    }

    private func token(on connection: EtcdConnection) async throws(EtcdFailure) -> String? {
        guard let user = configuration.username else { return nil }
        if let known = state.withLock({ $0.token }) { return known }
        let request = EtcdRequest.authentication(user: user, password: configuration.password ?? "")
        let answer: EtcdAnswer
        do throws(EtcdFailure) {
            let method = EtcdMethod.authentication
            let message = try await connection.call(method, request, token: nil, timeout: configuration.timeout)
            answer = try EtcdAnswer(message, method.answer)
        } catch .refused {
            throw .refused("user or password is wrong, or authentication is not enabled")
        } catch .unknownOutcome(let text) { throw .notSent(text) }
        guard let token = answer.token else { throw .refused("it gave no token") }
        state.withLock { $0.token = token }
        return token
    }
}
