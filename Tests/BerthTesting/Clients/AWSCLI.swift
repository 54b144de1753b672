/// The AWS command line, pointed at one S3 server.
package struct AWSCLI: Sendable {
    private let client: ForeignClient

    /// Whether tests with it run.
    package static var isExpected: Bool { ForeignClient.isExpected("aws") }

    /// An `aws` with the server's address and its owner's key in the environment.
    package init(in fixture: BerthFixture, server: ObjectStoreServer) throws {
        client = try fixture.client("aws", environment: server.environment)
    }

    /// Any command.
    @discardableResult
    package func run(_ arguments: [String]) async throws -> CommandResult {
        try await client.run(arguments)
    }
}
