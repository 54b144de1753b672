import ArgumentParser
import Glibc

/// `berth down`: ends a running `berth up` in order and waits until it is gone.
struct DownCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "down",
        abstract: "Stop a running 'berth up': open requests finish, then one component after the other ends.",
        discussion: "Examples:\n  berth down\n  berth down --data /srv/berth --timeout 10"
    )

    @OptionGroup var dataOptions: DataOptions

    @Option(help: ArgumentHelp("How long to wait, in seconds.", valueName: "seconds"))
    var timeout = 90

    func run() async throws {
        let (folder, pid) = try dataOptions.running(.current())
        guard kill(pid, SIGTERM) == 0 else {
            throw CommandFailure(
                "process \(pid) cannot be signalled: it belongs to somebody else",
                exitCode: ExitStatus.notAllowed
            )
        }
        let deadline = ContinuousClock.now + .seconds(max(0, timeout))
        while DataFolderLock.holder(folder) == pid {
            guard ContinuousClock.now < deadline else {
                throw CommandFailure("process \(pid) still runs after \(timeout) s; look into \(folder.log)")
            }
            try await Task.sleep(for: .milliseconds(50))
        }
        StandardStream.output.write("stopped (process \(pid))\n")
    }
}
