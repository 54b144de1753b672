import ArgumentParser
import BerthObjectStore
import Logging

/// `berth object-store fsck`: judges a data directory on which nothing runs, and makes its index anew if asked to.
struct ObjectStoreCheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fsck",
        abstract: "Check a data directory on which nothing runs; exit code 4 when something is not as it must be.",
        discussion:
            "Examples:\n  berth object-store fsck /srv/objects --deep\n  berth object-store fsck /srv/objects --rebuild"
    )

    @Argument(help: ArgumentHelp("The data directory, or the data folder of 'berth up'.", valueName: "dir"))
    var directory: String

    @Flag(help: "Make the index anew from the journal and the files before checking.")
    var rebuild = false

    @Flag(help: "Read every byte and compare it with its checksum.")
    var deep = false

    func run() async throws {
        let logger = LogOptions.logger("fsck", level: .notice)
        let folder = try DataFolder(flag: directory, environment: .current())
        let directory = folder.isPrepared ? folder.objects : directory
        let check = StoreCheck(directory: directory, rebuilds: rebuild, isDeep: deep, logger: logger)
        let report: StoreCheckReport
        do {
            report = try check.run()
        } catch let error as DataDirectoryError {
            throw CommandFailure("\(directory): \(error)")
        }
        StandardStream.output.write("\(report)\n")
        guard report.isSound else { throw ExitCode(ExitStatus.foundProblems) }
    }
}
