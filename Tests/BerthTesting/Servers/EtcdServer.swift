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
    private let directory: String

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
                "--data-dir", "\(fixture.directory)/\(name)", "--listen-client-urls", client,
                "--advertise-client-urls", client, "--listen-peer-urls", "http://127.0.0.1:\(peer)",
                "--initial-advertise-peer-urls", "http://127.0.0.1:\(peer)",
                "--initial-cluster", "default=http://127.0.0.1:\(peer)", "--log-level", "error",
            ] + options
        let server = try await run(arguments, endpoint: client, port: port, directory: fixture.directory)
        fixture.onEnd { server.process.crash() }
        return server
    }

    /// Starts it again on the same data and ports, after `process.crash()`; the fixture stops it.
    package func restarted(in fixture: BerthFixture) async throws -> EtcdServer {
        let server = try await Self.run(arguments, endpoint: endpoint, port: port, directory: directory)
        fixture.onEnd { server.process.crash() }
        return server
    }

    private static func run(
        _ arguments: [String],
        endpoint: String,
        port: Int,
        directory: String
    ) async throws -> EtcdServer {
        let process = try ChildProcess(
            "etcd",
            arguments,
            directory: directory,
            name: "etcd-\(UInt32.random(in: 0 ... .max))"
        )
        let deadline = ContinuousClock.now + .seconds(30)
        while FreePort.isFree(port) {
            guard process.poll() == nil, ContinuousClock.now < deadline else {
                throw ChildProcessError.timeout(name: process.errorPath)
            }
            try await Task.sleep(for: .milliseconds(20))
        }
        return EtcdServer(
            endpoint: endpoint,
            port: port,
            process: process,
            arguments: arguments,
            directory: directory
        )
    }
}
