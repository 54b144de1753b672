import AsyncHTTPClient
import Foundation
package import Kubernetes
import NIOCore
import NIOFoundationCompat
import NIOHTTP1
import NIOSSL

/// Hand-made requests to a server behind TLS, as one identity: for what only `oc` sends, and for what no client sends.
package struct APIClient: Sendable {
    /// `https://127.0.0.1:6443`.
    package let url: String
    /// Sent with every request.
    package var headers: [(String, String)] = []
    private let client: HTTPClient

    /// A client that trusts `authority` and shows a certificate, if one is given, until the test is over.
    package init(
        _ url: String,
        authority: String,
        certificate: (certificatePath: String, keyPath: String)? = nil,
        in fixture: BerthFixture
    ) throws {
        self.url = url
        var tls = TLSConfiguration.makeClientConfiguration()
        tls.trustRoots = .certificates(try NIOSSLCertificate.fromPEMFile(authority))
        if let certificate {
            tls.certificateChain = try NIOSSLCertificate.fromPEMFile(certificate.certificatePath)
                .map { .certificate($0) }
            tls.privateKey = .privateKey(try NIOSSLPrivateKey(file: certificate.keyPath, format: .pem))
        }
        var configuration = HTTPClient.Configuration(tlsConfiguration: tls, redirectConfiguration: .disallow)
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = 32
        configuration.httpVersion = .http1Only
        let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
        self.client = client
        fixture.onEnd { try? await client.shutdown() }
    }

    /// The same with another identity: `Authorization: Bearer`.
    package func bearing(_ token: String) -> APIClient {
        with("Authorization", "Bearer \(token)")
    }

    /// The same with one more header field, which takes the place of one with that name.
    package func with(_ name: String, _ value: String) -> APIClient {
        var copy = self
        copy.headers.removeAll { $0.0.lowercased() == name.lowercased() }
        copy.headers.append((name, value))
        return copy
    }

    /// One request; the path goes out as it is.
    package func request(
        _ method: String,
        _ path: String,
        headers: [(String, String)] = [],
        body: [UInt8]? = nil,
        timeout: Duration = .seconds(300)
    ) async throws -> APIReply {
        var request = HTTPClientRequest(url: path.contains("://") ? path : url + path)
        request.method = HTTPMethod(rawValue: method)
        for (name, value) in self.headers + headers { request.headers.replaceOrAdd(name: name, value: value) }
        if let body { request.body = .bytes(body) }
        let response = try await client.execute(request, timeout: TimeAmount(timeout))
        let content = try await response.body.collect(upTo: 256 << 20)
        return APIReply(
            status: Int(response.status.code),
            headers: response.headers.map { ($0.name, $0.value) },
            body: Array(content.readableBytesView)
        )
    }

    /// One request with a JSON body.
    package func send(
        _ method: String,
        _ path: String,
        _ json: String,
        type: String = "application/json"
    ) async throws -> APIReply {
        try await request(method, path, headers: [("Content-Type", type)], body: Array(json.utf8))
    }

    /// A GET.
    package func get(_ path: String, accept: String = "application/json") async throws -> APIReply {
        try await request("GET", path, headers: [("Accept", accept)])
    }

    /// Follows a watch until `stop` says that it has seen enough; answers all events.
    ///
    /// `onStart` runs when the server has begun its answer, `onFirst` when the first event is there.
    package func watch(
        _ path: String,
        accept: String = "application/json",
        timeout: Duration = .seconds(300),
        onStart: @Sendable () async throws -> Void = {},
        onFirst: @Sendable () async throws -> Void = {},
        until stop: @Sendable ([JSONValue]) -> Bool
    ) async throws -> [JSONValue] {
        var request = HTTPClientRequest(url: url + path)
        for (name, value) in headers + [("Accept", accept)] { request.headers.replaceOrAdd(name: name, value: value) }
        let response = try await client.execute(request, timeout: TimeAmount(timeout))
        guard response.status.code == 200 else {
            let content = try await response.body.collect(upTo: 1 << 20)
            throw APIClientError.refused(status: Int(response.status.code), text: String(buffer: content))
        }
        try await onStart()
        let deadline = ContinuousClock.now + timeout
        var events: [JSONValue] = []
        var rest: [UInt8] = []
        for try await part in response.body {
            rest += part.readableBytesView
            while let end = rest.firstIndex(of: 0x0A) {
                if end > 0 { events.append(try JSONValue(parsing: rest[..<end])) }
                rest.removeSubrange(...end)
                if events.count == 1 { try await onFirst() }
            }
            if stop(events) || ContinuousClock.now > deadline { return events }
        }
        return events
    }
}
