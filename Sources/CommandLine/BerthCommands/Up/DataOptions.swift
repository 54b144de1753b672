import ArgumentParser

/// The flag that names the data folder, for every command that works on one.
struct DataOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The folder that keeps everything (default: BERTH_DATA, /var/lib/berth for root, else $XDG_DATA_HOME/berth).",
            valueName: "dir"
        )
    )
    var data: String?

    /// The folder.
    func folder(_ environment: ProcessEnvironment) throws -> DataFolder {
        try DataFolder(flag: data, environment: environment)
    }

    /// The folder on which a `berth up` runs now, and its process.
    func running(_ environment: ProcessEnvironment) throws -> (folder: DataFolder, pid: Int32) {
        let folder = try folder(environment)
        guard let pid = DataFolderLock.holder(folder) else {
            throw CommandFailure(
                "nothing runs on \(folder.path); start it with 'berth up'",
                exitCode: ExitStatus.notFound
            )
        }
        return (folder, pid)
    }
}
