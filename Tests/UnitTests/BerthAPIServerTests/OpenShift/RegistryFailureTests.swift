import AsyncHTTPClient
import BerthHTTP
import BerthPKI
import BerthTesting
import Foundation
import Glibc
import HTTPTypes
import HummingbirdCore
import Kubernetes
import Logging
import NIOCore
import Testing

@testable import BerthAPIServer

@Suite(.timeLimit(.minutes(10)))
struct `A failed import says` {
    private static func failure(of name: String, isInsecure: Bool = false) async -> String? {
        guard let reference = ImageReference(name) else { return nil }
        do {
            let images = RegistryImages(connectPatience: .minutes(5), patience: .minutes(5))
            _ = try await images.source.image((reference, isInsecure, []))
            return nil
        } catch {
            return (error as? Status)?.message
        }
    }

    @Test func `that nobody listens`() async {
        let text = await Self.failure(of: "127.0.0.1:1/x/y")
        #expect(
            text == #"Internal error occurred: Get "https://127.0.0.1:1/v2/": "#
                + "dial tcp 127.0.0.1:1: connect: connection refused"
        )
        let insecure = await Self.failure(of: "127.0.0.1:1/x/y", isInsecure: true)
        #expect(
            insecure == #"Internal error occurred: Get "http://127.0.0.1:1/v2/": "#
                + "dial tcp 127.0.0.1:1: connect: connection refused"
        )
    }

    @Test func `that there is no such host`() async {
        // Longer than a label may be: no server of names is asked for it.
        let host = String(repeating: "a", count: 64) + ".invalid"
        let text = await Self.failure(of: "\(host)/x/y") ?? ""
        #expect(text.hasSuffix("dial tcp: lookup \(host): no such host"), "\(text)")
    }

    private static func serving(
        _ tls: ServingTLS?,
        _ body: @Sendable @escaping (Int) async throws -> Void
    ) async throws {
        var configuration = HTTPServiceConfiguration(port: 0, tls: tls)
        configuration.limits = Patience.requests
        let (ports, told) = AsyncStream.makeStream(of: Int.self)
        let service = HTTPService(
            configuration: configuration,
            metrics: MetricsRegistry(),
            metricsPrefix: "test",
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
            responder: { request, _ in
                let isMissing = request.head.path?.contains("missing") ?? false
                return Response(status: isMissing ? .notFound : .unauthorized)
            },
            fallback: { _, _ in Response(status: .internalServerError) },
            onReady: { told.yield($0.port ?? 0) }
        )
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await service.run() }
            for await port in ports {
                try await body(port)
                break
            }
            group.cancelAll()
        }
    }

    @Test func `that the registry speaks no TLS, knows no such image, or lets nobody in`() async throws {
        try await Self.serving(nil) { port in
            let plain = await Self.failure(of: "127.0.0.1:\(port)/x/y") ?? ""
            #expect(plain.hasSuffix("http: server gave HTTP response to HTTPS client"), "\(plain)")
            let missing = await Self.failure(of: "127.0.0.1:\(port)/x/missing:1", isInsecure: true)
            #expect(missing == #"dockerimage.image.openshift.io "127.0.0.1:\#(port)/x/missing:1" not found"#)
            let closed = await Self.failure(of: "127.0.0.1:\(port)/x/y:1", isInsecure: true)
            let image = "127.0.0.1:\(port)/x/y:1"
            #expect(closed == "you may not have access to the container image \"\(image)\"")
        }
    }

    @Test func `that nobody trustworthy has signed the registry's certificate`() async throws {
        try await BerthFixture.with { fixture in
            let folder = try fixture.folder("pki")
            let authority = try CertificateAuthority.open(inFolder: folder, now: Date())
            let certificate = try ServingCertificate.ensure(
                inFolder: folder,
                names: [try ServingName("127.0.0.1")],
                authority: authority,
                now: Date()
            )
            let tls = try ServingTLS(certificatePath: certificate.certificatePath, keyPath: certificate.keyPath)
            try await Self.serving(tls) { port in
                let text = await Self.failure(of: "127.0.0.1:\(port)/x/y") ?? ""
                #expect(text.contains("x509: certificate signed by unknown authority"), "\(text)")
                let insecure = await Self.failure(of: "127.0.0.1:\(port)/x/missing:1", isInsecure: true) ?? ""
                #expect(insecure.hasSuffix("not found"), "\(insecure)")
            }
        }
    }

    @Test func `what went wrong in plain words`() {
        func text(_ error: any Error) -> String {
            RegistryFailure.text(error, url: "https://r.example/v2/", authority: "r.example")
        }
        let get = #"Get "https://r.example/v2/": "#
        #expect(text(HTTPClientError.connectTimeout) == get + "dial tcp r.example:443: i/o timeout")
        #expect(text(HTTPClientError.deadlineExceeded) == get + "context deadline exceeded")
        #expect(text(HTTPClientError.remoteConnectionClosed) == get + "EOF")
        let unreachable = IOError(errnoCode: ENETUNREACH, reason: "connect")
        #expect(text(unreachable) == get + "dial tcp r.example:443: connect: network is unreachable")
    }
}
