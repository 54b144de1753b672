/// Podman or Buildah with storage, configuration and home of their own.
package struct Podman: Sendable {
    private let client: ForeignClient
    private let options: [String]

    /// Whether tests with `name` run.
    package static func isExpected(_ name: String) -> Bool { ForeignClient.isExpected(name) }

    /// `podman` or `buildah`, storing images as plain folders.
    package init(_ name: String = "podman", in fixture: BerthFixture) throws {
        client = try fixture.client(name, environment: ["BUILDAH_ISOLATION": "chroot", "STORAGE_DRIVER": "vfs"])
        options = [
            "--root", try fixture.folder("\(name)-root"), "--runroot", try fixture.folder("\(name)-run"),
            "--storage-driver", "vfs",
        ]
    }

    /// Any command.
    @discardableResult
    package func run(_ arguments: [String]) async throws -> CommandResult {
        try await client.run(options + arguments)
    }
}
