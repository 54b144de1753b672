import Foundation

/// A program of somebody else that judges ours: skopeo, aws, docker and so on.
package struct ForeignClient: Sendable {
    /// The executable's name.
    package let name: String
    /// Where the program runs and keeps what it writes.
    package let directory: String
    /// Variables added to every run.
    package var environment: [String: String]

    /// A client whose home is `directory`, so nothing of the person running the tests is read or written.
    package init(_ name: String, in directory: String, environment: [String: String] = [:]) {
        self.name = name
        self.directory = directory
        self.environment = ["HOME": directory, "XDG_RUNTIME_DIR": directory, "TMPDIR": directory]
        for (key, value) in environment { self.environment[key] = value }
    }

    /// Runs the program to its end.
    @discardableResult
    package func run(
        _ arguments: [String],
        input: [UInt8] = [],
        environment: [String: String] = [:],
        timeout: Duration = .seconds(300)
    ) async throws -> CommandResult {
        let process = try start(arguments, input: input, environment: environment)
        let code = try await process.wait(timeout: timeout)
        return CommandResult(
            command: ([name] + arguments).joined(separator: " "),
            code: code,
            output: process.output,
            errorOutput: process.errorOutput
        )
    }

    /// Starts the program and leaves it running.
    package func start(
        _ arguments: [String],
        input: [UInt8] = [],
        environment: [String: String] = [:]
    ) throws -> ChildProcess {
        try ChildProcess(
            name,
            arguments,
            environment: self.environment.merging(environment) { $1 },
            directory: directory,
            input: input,
            name: "\(name.split(separator: "/").last ?? "client")-\(UInt32.random(in: 0 ... .max))"
        )
    }

    /// Whether `name` is on the `PATH`.
    package static func isInstalled(_ name: String) -> Bool {
        let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
        let folders: [String] = "\(path):/usr/sbin:/sbin".split(separator: ":").map(String.init)
        return folders.contains { access("\($0)/\(name)", X_OK) == 0 }
    }

    /// Whether tests with `name` run: it is installed, or this is CI, where its absence must be seen.
    package static func isExpected(_ name: String) -> Bool {
        isInstalled(name) || isCI
    }

    /// Whether this run is the project's CI.
    package static var isCI: Bool { ProcessInfo.processInfo.environment["CI"] != nil }

    /// Whether python3 can import `module`, or this is CI.
    package static func isPythonModuleExpected(_ module: String) -> Bool {
        if isCI { return true }
        guard isInstalled("python3"),
            let process = try? ChildProcess(
                "python3",
                ["-c", "import \(module)"],
                directory: NSTemporaryDirectory(),
                name: "berth-python-\(UInt32.random(in: 0 ... .max))"
            )
        else { return false }
        defer {
            for path in [process.outputPath, process.errorPath, String(process.outputPath.dropLast(4)) + ".in"] {
                unlink(path)
            }
        }
        for _ in 0..<12_000 {
            if let code = process.poll() { return code == 0 }
            usleep(10_000)
        }
        process.crash()
        return false
    }
}
