import Foundation

/// A one-member etcd on free ports of 127.0.0.1, with its data in the test's folder.
package struct EtcdServer: Sendable {
    /// Where clients ask: `http://127.0.0.1:…` or `https://…`.
    package let endpoint: String
    /// The client port.
    package let port: Int
    /// The running process.
    package let process: ChildProcess
    /// The arguments it was started with, to start it again.
    private let arguments: [String]

    /// Whether tests with etcd run: it is installed, or this is CI, where its absence must be seen.
    package static var isExpected: Bool { ForeignClient.isExpected("etcd") }

    /// Starts a server and waits until it takes connections; the fixture stops it.
    package static func start(
        in fixture: BerthFixture,
        name: String = "etcd",
        scheme: String = "http",
        options: [String] = []
    ) async throws -> EtcdServer {
        let (port, peer) = (FreePort.find(), FreePort.find())
        let client = "\(scheme)://127.0.0.1:\(port)"
        let arguments =
            [
                "--data-dir", "\(fixture.directory)/\(name)-\(port)", "--listen-client-urls", client,
                "--advertise-client-urls", client, "--listen-peer-urls", "http://127.0.0.1:\(peer)",
                "--initial-advertise-peer-urls", "http://127.0.0.1:\(peer)",
                "--initial-cluster", "default=http://127.0.0.1:\(peer)", "--log-level", "error",
            ] + options
        return try await run(arguments, endpoint: client, port: port, in: fixture)
    }

    /// Starts it again on the same data and ports, after `process.crash()`; the fixture stops it.
    package func restarted(in fixture: BerthFixture) async throws -> EtcdServer {
        try await Self.run(arguments, endpoint: endpoint, port: port, in: fixture)
    }

    private static func run(
        _ arguments: [String],
        endpoint: String,
        port: Int,
        in fixture: BerthFixture
    ) async throws -> EtcdServer {
        let process = try fixture.start("etcd", arguments, name: "etcd")
        let deadline = ContinuousClock.now + .seconds(300)
        // behind TLS nothing but the connection can be seen from here
        while try await !(endpoint.hasPrefix("https") ? connects(to: port) : isHealthy(at: port)) {
            if let code = process.poll() {
                throw ChildProcessError.ended(name: "etcd", code: code, errorOutput: process.errorOutput)
            }
            guard ContinuousClock.now < deadline else {
                throw ChildProcessError.notReady(name: "etcd", errorOutput: process.errorOutput)
            }
            try await Task.sleep(for: .milliseconds(20))
        }
        return EtcdServer(endpoint: endpoint, port: port, process: process, arguments: arguments)
    }

    private static func connects(to port: Int) async throws -> Bool {
        (try? await RawHTTP(port: port).withConnection { _ in true }) ?? false
    }

    private static func isHealthy(at port: Int) async throws -> Bool {
        (try? await RawHTTP(port: port).request("GET", "/health"))?.status == 200
    }
}
