import ArgumentParser
import BerthAPIServer

/// `berth api-server restore FILE`: a backup becomes the state of a server that does not run.
struct APIServerRestoreCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore",
        abstract: "Make a backup the state of a server that is stopped; what is there already is never overwritten.",
        discussion: """
            Every client lists anew after this: versions go on far above those of the backup.

            Examples:
              berth api-server restore state.backup --to /srv/api
              berth api-server restore state.backup --to /srv/api \\
                --etcd-servers http://127.0.0.1:2379
            """
    )

    @Argument(help: "The backup.")
    var file: String

    @Option(help: ArgumentHelp("The data directory, or the data folder of 'berth up'.", valueName: "dir"))
    var to: String

    @OptionGroup(title: "Store") var store: APIServerStoreOptions

    func run() async throws {
        let target = try APIServerStoreAccess(directory: to, options: store)
        let summary = try await target.with(isNew: true) { store, directory in
            try await APIServerStateFile.restore(from: file, into: store, directory: directory)
        }
        StandardStream.output.write("\(to): \(summary.objects) objects, versions go on after \(summary.revision)\n")
    }
}
