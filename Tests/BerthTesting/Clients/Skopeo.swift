/// Copies images between layouts and registries.
package struct Skopeo: Sendable {
    private let client: ForeignClient

    /// Whether tests with it run.
    package static var isExpected: Bool { ForeignClient.isExpected("skopeo") }

    /// A skopeo with its own home and the default policy.
    package init(in fixture: BerthFixture) throws {
        client = try fixture.client("skopeo")
    }

    /// Any command.
    @discardableResult
    package func run(_ arguments: [String], timeout: Duration = .seconds(300)) async throws -> CommandResult {
        try await client.run(["--insecure-policy"] + arguments, timeout: timeout)
    }

    /// Copies an image from a layout into a registry.
    package func push(
        _ layout: String,
        to reference: String,
        credentials: String? = nil,
        options: [String] = []
    ) async throws -> CommandResult {
        let login = credentials.map { ["--dest-creds", $0] } ?? []
        return try await run(
            ["copy", "--dest-tls-verify=false"] + login + options + ["oci:\(layout)", "docker://\(reference)"]
        )
    }

    /// Copies an image from a registry into a layout.
    package func pull(
        _ reference: String,
        to layout: String,
        credentials: String? = nil,
        options: [String] = []
    ) async throws -> CommandResult {
        let login = credentials.map { ["--src-creds", $0] } ?? []
        return try await run(
            ["copy", "--src-tls-verify=false"] + login + options + ["docker://\(reference)", "oci:\(layout)"]
        )
    }
}
