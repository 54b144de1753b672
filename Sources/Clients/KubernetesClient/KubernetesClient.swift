import AsyncHTTPClient
import Kubernetes
package import Logging
import NIOCore
import NIOHTTP1
import NIOSSL

/// Speaks to one Kubernetes or OpenShift API server, and repeats what may be repeated.
///
/// https://kubernetes.io/docs/reference/using-api/api-concepts/. Neither tokens nor bodies are logged.
package final class KubernetesClient: Sendable {
    package let configuration: KubernetesClientConfiguration
    private let http: HTTPClient
    private let token: BearerToken
    let logger: Logger

    /// A client with its own connections; call ``shutdown()`` when done.
    ///
    /// - Throws: NIOSSL's error when a certificate or key cannot be read.
    package init(configuration: KubernetesClientConfiguration, logger: Logger) throws {
        self.configuration = configuration
        self.logger = logger
        token = BearerToken(configuration.credentials)
        var settings = HTTPClient.Configuration(
            tlsConfiguration: try Self.tls(configuration),
            redirectConfiguration: .disallow,
            timeout: .init(
                connect: TimeAmount(configuration.connectTimeout),
                read: TimeAmount(configuration.readTimeout)
            )
        )
        settings.httpVersion = .http1Only
        settings.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = configuration.connectionLimit
        http = HTTPClient(eventLoopGroupProvider: .singleton, configuration: settings)
    }

    private static func tls(_ configuration: KubernetesClientConfiguration) throws -> TLSConfiguration {
        var tls = TLSConfiguration.makeClientConfiguration()
        switch configuration.certificateAuthority {
        case .file(let path): tls.trustRoots = .certificates(try NIOSSLCertificate.fromPEMFile(path))
        case .bytes(let bytes): tls.trustRoots = .certificates(try NIOSSLCertificate.fromPEMBytes(bytes))
        case nil: break
        }
        if case .certificate(let chain, let key) = configuration.credentials {
            let certificates =
                switch chain {
                case .file(let path): try NIOSSLCertificate.fromPEMFile(path)
                case .bytes(let bytes): try NIOSSLCertificate.fromPEMBytes(bytes)
                }
            tls.certificateChain = certificates.map { .certificate($0) }
            tls.privateKey =
                switch key {
                case .file(let path): .privateKey(try NIOSSLPrivateKey(file: path, format: .pem))
                case .bytes(let bytes): .privateKey(try NIOSSLPrivateKey(bytes: bytes, format: .pem))
                }
        }
        if configuration.skipsCertificateVerification { tls.certificateVerification = .none }
        return tls
    }

    /// Closes all connections.
    package func shutdown() async throws {
        try await http.shutdown()
    }

    /// Sends a request, again where that is safe, and returns the object it is answered with.
    ///
    /// - Throws: ``KubernetesClientError``.
    func send(_ request: KubernetesRequest) async throws -> JSONValue {
        var attempt = 1
        while true {
            do {
                let response = try await open(request, timeout: configuration.requestTimeout)
                let body: ByteBuffer
                do {
                    body = try await response.body.collect(upTo: configuration.answerLimit)
                } catch {
                    throw Self.broken(error)
                }
                do throws(JSONError) {
                    return try JSONValue(parsing: body)
                } catch {
                    throw KubernetesClientError.malformedAnswer("the answer is no JSON")
                }
            } catch let error as KubernetesClientError {
                guard attempt < configuration.attemptLimit, Self.mayRepeat(request, after: error) else { throw error }
                logger.debug("repeating a request to the API server", metadata: ["attempt": "\(attempt)"])
                try await Task.sleep(for: wait(after: attempt, error))
                attempt += 1
            }
        }
    }

    /// A refusal for load was not carried out; everything else may have been.
    private static func mayRepeat(_ request: KubernetesRequest, after error: KubernetesClientError) -> Bool {
        guard error.isTransient else { return false }
        if let status = error.status {
            if status.code == 429 { return true }
            return request.isIdempotent && (status.retryAfterSeconds != nil || [502, 503, 504].contains(status.code))
        }
        return request.isIdempotent
    }

    private func wait(after attempt: Int, _ error: KubernetesClientError) -> Duration {
        let longest = configuration.firstBackoff * (1 << min(attempt - 1, 6))
        let jittered = Duration.nanoseconds(Int64.random(in: 0...max(1, TimeAmount(longest).nanoseconds)))
        guard let asked = error.status?.retryAfterSeconds, asked > 0 else { return jittered }
        return min(.seconds(asked), configuration.retryAfterLimit) + jittered
    }

    /// Sends a request once; the answer's head when its status is 2xx.
    func open(_ request: KubernetesRequest, timeout: Duration? = nil) async throws -> HTTPClientResponse {
        var prepared = HTTPClientRequest(url: configuration.server + request.target)
        prepared.method = HTTPMethod(rawValue: request.method)
        prepared.headers.add(name: "accept", value: "application/json")
        prepared.headers.add(name: "user-agent", value: configuration.userAgent)
        if let token = await token.current() { prepared.headers.add(name: "authorization", value: "Bearer \(token)") }
        if let body = request.body {
            prepared.headers.add(name: "content-type", value: request.contentType)
            prepared.body = .bytes(body)
        }
        let response: HTTPClientResponse
        do {
            let deadline = timeout.map { NIODeadline.now() + TimeAmount($0) } ?? .distantFuture
            response = try await http.execute(prepared, deadline: deadline, logger: nil)
        } catch {
            throw Self.broken(error)
        }
        guard !(200..<300).contains(Int(response.status.code)) else { return response }
        throw KubernetesClientError.refused(await Self.refusal(response))
    }

    private static func refusal(_ response: HTTPClientResponse) async -> Status {
        let body = (try? await response.body.collect(upTo: 1 << 20)) ?? ByteBuffer()
        let code = Int(response.status.code)
        var status =
            (try? JSONValue(parsing: body)).flatMap { Status(json: $0) }
            ?? Status(code: code, reason: "", message: "HTTP status \(code)")
        status.code = code
        if let text = response.headers.first(name: "retry-after"), let seconds = Int(text), seconds >= 0 {
            status.retryAfterSeconds = seconds
        }
        return status
    }

    /// A connection's error as one of ours; a cancelled task's stays a cancellation.
    static func broken(_ error: any Error) -> any Error {
        if error is CancellationError || Task.isCancelled { return CancellationError() }
        return KubernetesClientError.unreachable(describe(error))
    }

    /// A short name of what went wrong on the connection; no address, no header.
    private static func describe(_ error: any Error) -> String {
        switch error {
        case let error as HTTPClientError: error.shortDescription
        case let error as IOError: "\(error)"
        case is NIOSSLError: "TLS: the server's certificate is not trusted, or it refuses ours"
        default: "\(type(of: error))"
        }
    }
}

extension TimeAmount {
    init(_ duration: Duration) {
        let (seconds, attoseconds) = duration.components
        self = .nanoseconds(seconds * 1_000_000_000 + attoseconds / 1_000_000_000)
    }
}
