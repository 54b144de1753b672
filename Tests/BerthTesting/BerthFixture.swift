import Foundation
import Synchronization

/// What one test owns: a scratch folder, the processes it started, and their logs.
///
/// Everything that was started or made is undone last-in-first-out, whether the test passes, fails or throws. With
/// `BERTH_TEST_KEEP` in the environment the folder stays.
package final class BerthFixture: Sendable {
    /// The folder, gone after the test.
    package let directory: String
    /// A short random word that no other test uses: for names in shared servers.
    package let prefix: String
    private let cleanUps = Mutex<[@Sendable () async -> Void]>([])
    private let processes = Mutex<[(name: String, process: ChildProcess)]>([])

    private init() throws {
        let word = String(UInt32.random(in: 0 ... .max), radix: 36)
        prefix = "t\(word)"
        // short: podman takes no more than 50 bytes for its folder, a socket 107
        directory = "\(NSTemporaryDirectory())/berth-\(word)".replacing("//", with: "/")
        try FileManager.default.createDirectory(
            atPath: directory,
            withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700]
        )
    }

    /// Runs `body` with a fresh fixture and undoes everything after it.
    package static func with(
        _ name: String = #function,
        _ body: (BerthFixture) async throws -> Void
    ) async throws {
        let fixture = try BerthFixture()
        do {
            try await body(fixture)
        } catch {
            fixture.printLogs(of: name)
            await fixture.cleanUp()
            throw error
        }
        await fixture.cleanUp()
    }

    /// Runs `action` when the test is over; the last one added runs first.
    package func onEnd(_ action: @escaping @Sendable () async -> Void) {
        cleanUps.withLock { $0.append(action) }
    }

    /// A new empty folder in the scratch folder.
    package func folder(_ name: String) throws -> String {
        let path = "\(directory)/\(name)"
        try FileManager.default.createDirectory(
            atPath: path,
            withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700]
        )
        return path
    }

    /// Writes a file in the scratch folder and answers its path.
    @discardableResult
    package func file(_ name: String, _ content: [UInt8]) throws -> String {
        let path = "\(directory)/\(name)"
        try Data(content).write(to: URL(fileURLWithPath: path))
        return path
    }

    /// Writes a text file in the scratch folder and answers its path.
    @discardableResult
    package func file(_ name: String, _ content: String) throws -> String { try file(name, Array(content.utf8)) }

    /// A foreign program whose home is the scratch folder.
    package func client(_ name: String, environment: [String: String] = [:]) throws -> ForeignClient {
        ForeignClient(name, in: try folder("clients"), environment: environment)
    }

    /// Starts a server that is stopped, politely and then not, when the test is over.
    package func start(
        _ executable: String,
        _ arguments: [String],
        environment: [String: String] = [:],
        name: String
    ) throws -> ChildProcess {
        let logs = try folder("logs")
        let process = try ChildProcess(
            executable,
            arguments,
            environment: environment,
            directory: logs,
            name: "\(name)-\(processes.withLock { $0.count })"
        )
        processes.withLock { $0.append((name, process)) }
        onEnd { await process.stop() }
        return process
    }

    /// Everything that processes of this test have written until now: for looking for secrets.
    package var logs: String {
        processes.withLock { $0 }.map { $0.process.output + $0.process.errorOutput }.joined()
    }

    private func printLogs(of test: String) {
        for (name, process) in processes.withLock({ $0 }) {
            let text =
                "--- \(test): \(name), last lines\n\(process.output.suffix(1500))\(process.errorOutput.suffix(3000))\n"
            FileHandle.standardError.write(Data(text.utf8))
        }
    }

    private func cleanUp() async {
        while let action = cleanUps.withLock({ $0.popLast() }) { await action() }
        guard ProcessInfo.processInfo.environment["BERTH_TEST_KEEP"] == nil else { return }
        try? FileManager.default.removeItem(atPath: directory)
    }
}
