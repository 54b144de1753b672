import Foundation

/// A real kubectl with a home, a cache and a kubeconfig of its own.
package struct Kubectl: Sendable {
    /// Which one it is.
    package let version: KubectlVersion
    private let client: ForeignClient
    private let options: [String]

    init(_ version: KubectlVersion, cluster: Cluster, token: String?) throws {
        self.version = version
        let home = try cluster.fixture.folder("kubectl-\(UInt32.random(in: 0 ... .max))")
        client = ForeignClient(version.rawValue, in: home, environment: ["KUBECONFIG": cluster.kubeconfig])
        // with a certificate in the kubeconfig the token would not count
        options =
            token.map {
                [
                    "--kubeconfig=/dev/null", "--server=\(cluster.url)", "--certificate-authority=\(cluster.authority)",
                    "--token=\($0)",
                ]
            } ?? []
    }

    /// Any command.
    @discardableResult
    package func run(
        _ arguments: String...,
        input: String = "",
        environment: [String: String] = [:],
        timeout: Duration = .seconds(300)
    ) async throws -> CommandResult {
        try await client.run(
            options + arguments,
            input: Array(input.utf8),
            environment: environment,
            timeout: timeout
        )
    }

    /// Any command, its arguments in one list.
    @discardableResult
    package func run(
        all arguments: [String],
        input: String = "",
        environment: [String: String] = [:]
    ) async throws -> CommandResult {
        try await client.run(options + arguments, input: Array(input.utf8), environment: environment)
    }

    /// Any command that must succeed; its standard output without the end of the last line.
    @discardableResult
    package func output(_ arguments: String..., input: String = "") async throws -> String {
        let result = try await client.run(options + arguments, input: Array(input.utf8)).check()
        return result.output.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// Starts a command and leaves it running.
    package func start(_ arguments: String...) throws -> ChildProcess {
        try client.start(options + arguments)
    }

    /// Waits until a command that was started with `-v=6` has an answer to its watch.
    package static func untilWatching(_ process: ChildProcess, _ fixture: BerthFixture) async throws {
        _ = try await fixture.waitFor(process, "watch") { $0.errorOutput.contains("watch=true") ? true : nil }
    }
}
