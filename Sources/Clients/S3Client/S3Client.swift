import AsyncHTTPClient
import Crypto
import FoundationEssentials
package import Logging
import NIOCore
import NIOHTTP1
import NIOSSL
package import S3

/// Speaks S3 to one service with one key: signs, streams, and repeats what may be repeated.
///
/// https://docs.aws.amazon.com/AmazonS3/latest/API/
package final class S3Client: Sendable {
    package let configuration: S3ClientConfiguration
    private let http: HTTPClient
    private let signer: RequestSigner
    private let logger: Logger

    /// A client with its own connections; call ``shutdown()`` when done.
    ///
    /// - Throws: NIOSSL's error when the file of authorities cannot be read.
    package init(configuration: S3ClientConfiguration, logger: Logger) throws {
        self.configuration = configuration
        self.logger = logger
        signer = RequestSigner(
            credentials: configuration.credentials,
            region: configuration.endpoint.region
        )
        var tls = TLSConfiguration.makeClientConfiguration()
        if let path = configuration.certificateAuthorityPath {
            tls.trustRoots = .certificates(try NIOSSLCertificate.fromPEMFile(path))
        }
        if configuration.skipsCertificateVerification { tls.certificateVerification = .none }
        var settings = HTTPClient.Configuration(
            tlsConfiguration: tls,
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

    /// Closes all connections.
    package func shutdown() async throws {
        try await http.shutdown()
    }

    /// Sends a request, again where that is safe, and returns the answer if its status is 2xx.
    ///
    /// - Throws: ``S3ClientError``.
    func send(_ request: S3Request) async throws -> HTTPClientResponse {
        var attempt = 1
        while true {
            do {
                return try await sendOnce(request)
            } catch let error as S3ClientError {
                guard attempt < configuration.attemptLimit, Self.mayRepeat(request, after: error) else { throw error }
                logger.debug("repeating a request to the object store", metadata: ["attempt": "\(attempt)"])
                try await Task.sleep(for: backoff(after: attempt))
                attempt += 1
            }
        }
    }

    /// A refusal for load was not carried out; everything else may have been.
    private static func mayRepeat(_ request: S3Request, after error: S3ClientError) -> Bool {
        guard error.isTransient else { return false }
        if case .refused(let status, _, _) = error, status == 503 || status == 429 { return true }
        return request.isIdempotent
    }

    private func backoff(after attempt: Int) -> Duration {
        let longest = configuration.firstBackoff * (1 << min(attempt - 1, 6))
        return .nanoseconds(Int64.random(in: 0...max(1, TimeAmount(longest).nanoseconds)))
    }

    private func sendOnce(_ request: S3Request) async throws -> HTTPClientResponse {
        let prepared = prepare(request)
        let response: HTTPClientResponse
        do {
            response = try await http.execute(prepared, deadline: .distantFuture, logger: nil)
        } catch is CancellationError {
            throw CancellationError()
        } catch {
            if Task.isCancelled { throw CancellationError() }
            throw S3ClientError.unreachable(Self.describe(error))
        }
        guard !(200..<300).contains(Int(response.status.code)) else { return response }
        throw await refusal(response)
    }

    /// The request as it goes on the wire.
    private func prepare(_ request: S3Request) -> HTTPClientRequest {
        let (authority, prefix) = configuration.endpoint.location(of: request.bucket)
        let path = prefix + (request.key.map { PercentEncoding.encode($0.bytes, keepingSlashes: true) } ?? "")
        var headers = request.headers
        headers.append(("host", authority))
        let signature = signer.sign(
            method: request.method,
            path: path,
            query: request.query,
            headers: headers,
            payload: payloadMode(of: request.body),
            date: Date()
        )
        let query = request.query.map { name, value in value.map { "\(name)=\($0)" } ?? name }.joined(separator: "&")
        let scheme = configuration.endpoint.isSecure ? "https" : "http"
        var prepared = HTTPClientRequest(url: "\(scheme)://\(authority)\(path)\(query.isEmpty ? "" : "?\(query)")")
        prepared.method = HTTPMethod(rawValue: request.method)
        for (name, value) in request.headers + signature.headers { prepared.headers.add(name: name, value: value) }
        switch request.body {
        case .empty:
            if ["PUT", "POST"].contains(request.method) { prepared.headers.add(name: "content-length", value: "0") }
        case .chunks(let chunks) where chunks.count == 1:
            prepared.body = .bytes(chunks[0])
        case .chunks(let chunks):
            prepared.body = .stream(ChunkSequence(chunks: chunks), length: .known(Int64(request.body.length)))
        }
        return prepared
    }

    /// Over TLS and on this machine the connection guards the body; elsewhere the signature has to.
    private func payloadMode(of body: S3Request.Body) -> PayloadMode {
        guard case .chunks(let chunks) = body else { return .empty }
        if configuration.endpoint.isSecure || configuration.endpoint.isLoopback { return .unsigned }
        var hash = SHA256()
        for chunk in chunks { chunk.withUnsafeReadableBytes { hash.update(bufferPointer: $0) } }
        return .hash(Hex.encode(hash.finalize()))
    }

    private func refusal(_ response: HTTPClientResponse) async -> S3ClientError {
        let body = (try? await response.body.collect(upTo: 64 * 1024)) ?? ByteBuffer()
        let document = AnswerDocument.refusal(in: body)
        return .refused(status: Int(response.status.code), code: document.code, message: document.message)
    }

    /// A short name of what went wrong on the connection; no address, no header.
    private static func describe(_ error: any Error) -> String {
        switch error {
        case let error as HTTPClientError: error.shortDescription
        case let error as IOError: "\(error)"
        default: "\(type(of: error))"
        }
    }

    /// A URL under which anyone may GET `key` for `seconds`.
    package func presignedURL(bucket: BucketName, key: ObjectKey, seconds: Int) -> String {
        let (authority, prefix) = configuration.endpoint.location(of: bucket)
        let path = prefix + PercentEncoding.encode(key.bytes, keepingSlashes: true)
        let query = signer.presign(
            method: "GET",
            path: path,
            headers: [("host", authority)],
            expires: seconds,
            date: Date()
        )
        return "\(configuration.endpoint.isSecure ? "https" : "http")://\(authority)\(path)?\(query)"
    }
}

/// Pieces in memory as a body that can be sent again.
private struct ChunkSequence: AsyncSequence, Sendable {
    let chunks: [ByteBuffer]

    struct AsyncIterator: AsyncIteratorProtocol {
        var rest: [ByteBuffer].Iterator
        mutating func next() async -> ByteBuffer? { rest.next() }
    }

    func makeAsyncIterator() -> AsyncIterator { AsyncIterator(rest: chunks.makeIterator()) }
}

extension TimeAmount {
    fileprivate init(_ duration: Duration) {
        let (seconds, attoseconds) = duration.components
        self = .nanoseconds(seconds * 1_000_000_000 + attoseconds / 1_000_000_000)
    }
}
