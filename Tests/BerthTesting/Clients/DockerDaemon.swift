import Foundation

/// A real Docker engine, started by the test as root with every path of its own, without network and firewall rules.
package struct DockerDaemon: Sendable {
    private let client: ForeignClient
    private let socket: String

    /// Whether tests with it run: it needs root.
    package static var isExpected: Bool {
        geteuid() == 0 && ForeignClient.isExpected("dockerd") && ForeignClient.isExpected("docker")
    }

    /// Starts the engine and waits until it answers.
    package init(in fixture: BerthFixture, insecureRegistry: String) async throws {
        // the path of a socket may have 107 bytes
        let short = "/tmp/bd\(UInt32.random(in: 0 ... .max))"
        try FileManager.default.createDirectory(atPath: short, withIntermediateDirectories: true)
        socket = "unix://\(short)/d.sock"
        client = try fixture.client("docker", environment: ["DOCKER_HOST": socket])
        let process = try fixture.start(
            "dockerd",
            [
                "--host", socket, "--data-root", "\(short)/data", "--exec-root", "\(short)/exec", "--pidfile",
                "\(short)/pid", "--iptables=false", "--ip6tables=false", "--bridge=none", "--storage-driver=vfs",
                "--insecure-registry", insecureRegistry, "--ip-forward=false", "--ip-masq=false",
            ],
            environment: ["HOME": short],
            name: "dockerd"
        )
        fixture.onEnd {
            await process.stop(grace: .seconds(20))
            // containerd may leave mounts behind when it is killed
            for path in ["\(short)/exec", "\(short)/data"] { umount2(path, Int32(MNT_DETACH)) }
            try? FileManager.default.removeItem(atPath: short)
        }
        let deadline = ContinuousClock.now + .seconds(300)
        while true {
            if try await client.run(["version"], timeout: .seconds(120)).succeeded { return }
            if let code = process.poll() {
                throw ChildProcessError.ended(name: "dockerd", code: code, errorOutput: process.errorOutput)
            }
            guard ContinuousClock.now < deadline else {
                throw ChildProcessError.notReady(name: "dockerd", errorOutput: process.errorOutput)
            }
            try await Task.sleep(for: .milliseconds(200))
        }
    }

    /// What a shell needs so that its `docker` finds this engine.
    package var environment: [String: String] { ["DOCKER_HOST": socket] }

    /// Any `docker` command.
    @discardableResult
    package func run(_ arguments: [String], input: [UInt8] = []) async throws -> CommandResult {
        try await client.run(arguments, input: input)
    }
}
