import ArgumentParser

/// `berth object-store`: the S3 server alone.
struct ObjectStoreCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "object-store",
        abstract: "Serve S3 from a folder."
    )

    @OptionGroup var serve: ServeOptions

    @Argument(help: ArgumentHelp("The data directory.", valueName: "dir"))
    var directory: String?

    func run() async throws {
        throw CommandFailure("not yet")
    }
}
