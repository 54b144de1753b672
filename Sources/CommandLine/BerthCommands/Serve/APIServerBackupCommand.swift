import ArgumentParser
import BerthAPIServer

/// `berth api-server backup FILE`: the whole state of an API server in one file, also while it serves.
struct APIServerBackupCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup",
        abstract:
            "Write the whole state to a file, one snapshot, also while the server runs; the file holds every secret.",
        discussion: """
            Examples:
              berth api-server backup state.backup --from /srv/api
              berth api-server backup state.backup --from /var/lib/berth
              berth api-server backup state.backup --from /srv/api \\
                --etcd-servers http://127.0.0.1:2379
            """
    )

    @Argument(help: "The file to write; it must not be there yet.")
    var file: String

    @Option(help: ArgumentHelp("The data directory, or the data folder of 'berth up'.", valueName: "dir"))
    var from: String

    @OptionGroup(title: "Store") var store: APIServerStoreOptions

    func run() async throws {
        let target = try APIServerStoreAccess(directory: from, options: store)
        let summary = try await target.with(isNew: false) { store, directory in
            try await APIServerStateFile.write(from: store, directory: directory, to: file)
        }
        StandardStream.output.write("\(file): \(summary.objects) objects at version \(summary.revision)\n")
    }
}
