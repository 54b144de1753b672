import Foundation
import Synchronization

/// A process that a test started, with both outputs in files; it never outlives `stop`.
///
/// Standard output and error go to files, so nothing blocks when nobody reads, and a test's log is there afterwards.
package final class ChildProcess: Sendable {
    /// The process id, which is also its process group.
    package let pid: Int32
    /// Where standard output goes.
    package let outputPath: String
    /// Where standard error goes.
    package let errorPath: String
    private let status = Mutex<Int32?>(nil)

    /// Starts `executable` (searched in `PATH` when it holds no slash) in a process group of its own.
    package init(
        _ executable: String,
        _ arguments: [String] = [],
        environment: [String: String] = [:],
        directory: String,
        input: [UInt8] = [],
        name: String
    ) throws {
        outputPath = "\(directory)/\(name).out"
        errorPath = "\(directory)/\(name).err"
        let inputPath = "\(directory)/\(name).in"
        try Data(input).write(to: URL(fileURLWithPath: inputPath))

        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, inputPath, O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, outputPath, O_WRONLY | O_CREAT | O_APPEND, 0o600)
        posix_spawn_file_actions_addopen(&actions, 2, errorPath, O_WRONLY | O_CREAT | O_APPEND, 0o600)
        for descriptor in Self.ownDescriptors { posix_spawn_file_actions_addclose(&actions, descriptor) }

        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var nothing = sigset_t()
        sigemptyset(&nothing)
        posix_spawnattr_setsigmask(&attributes, &nothing)
        posix_spawnattr_setpgroup(&attributes, 0)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK))

        let merged = Self.inherited().merging(environment) { $1 }
        let argv = ([executable] + arguments).map { strdup($0) } + [nil]
        let envp = merged.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer {
            for pointer in argv + envp { free(pointer) }
        }
        var pid: pid_t = 0
        let code = posix_spawnp(&pid, executable, &actions, &attributes, argv, envp)
        guard code == 0 else { throw ChildProcessError.notStarted(executable, errno: code) }
        self.pid = pid
    }

    /// What the process has written to standard output until now.
    package var output: String { Self.text(at: outputPath) }
    /// What the process has written to standard error until now.
    package var errorOutput: String { Self.text(at: errorPath) }

    /// The exit code (128 + signal when killed), or nil while the process runs.
    package func poll() -> Int32? {
        status.withLock { status in
            if let status { return status }
            var raw: Int32 = 0
            guard waitpid(pid, &raw, WNOHANG) == pid else { return nil }
            status = Self.code(raw)
            return status
        }
    }

    private static func code(_ raw: Int32) -> Int32 {
        let signal = raw & 0x7f
        return signal == 0 ? (raw >> 8) & 0xff : 128 + signal
    }

    /// Waits for the end; kills the process's group and throws when `timeout` passes first or the task is cancelled.
    package func wait(timeout: Duration) async throws -> Int32 {
        let deadline = ContinuousClock.now + timeout
        var pause = Duration.milliseconds(1)
        do {
            while true {
                if let code = poll() { return code }
                guard ContinuousClock.now < deadline else { throw ChildProcessError.timeout(name: outputPath) }
                try await Task.sleep(for: pause)
                pause = min(pause * 2, .milliseconds(20))
            }
        } catch {
            signalGroup(SIGKILL)
            reap()
            throw error
        }
    }

    /// Sends a signal to this process only.
    package func signal(_ number: Int32) {
        guard poll() == nil else { return }
        kill(pid, number)
    }

    /// Stops the process until SIGCONT, and waits until none of its threads runs any more.
    package func freeze() async throws {
        signal(SIGSTOP)
        while !isStopped() { try await Task.sleep(for: .milliseconds(1)) }
    }

    private func isStopped() -> Bool {
        status.withLock { status in
            var raw: Int32 = 0
            guard status == nil else { return true }
            guard waitpid(pid, &raw, WNOHANG | WUNTRACED) == pid else { return false }
            if raw & 0xff != 0x7f { status = Self.code(raw) }
            return true
        }
    }

    /// Sends a signal to the process and all that it started in its group.
    package func signalGroup(_ number: Int32) {
        kill(-pid, number)
    }

    /// Kills at once, as a crash would, and waits until the process is gone.
    package func crash() {
        signal(SIGKILL)
        reap()
    }

    /// Asks to end with SIGTERM, waits for `grace`, then kills; answers the exit code.
    @discardableResult
    package func stop(grace: Duration = .seconds(30)) async -> Int32 {
        signal(SIGTERM)
        let deadline = ContinuousClock.now + grace
        while ContinuousClock.now < deadline {
            if let code = poll() {
                signalGroup(SIGKILL)
                return code
            }
            // a cancelled task does not sleep
            if (try? await Task.sleep(for: .milliseconds(5))) == nil { usleep(5_000) }
        }
        signalGroup(SIGKILL)
        return reap()
    }

    @discardableResult
    private func reap() -> Int32 {
        while true {
            if let code = poll() { return code }
            usleep(1_000)
        }
    }

    /// The environment without what belongs to the person running the tests: keys, clusters, engines, proxies, language, time zone.
    private static func inherited() -> [String: String] {
        let foreign = [
            "AWS_", "REGISTRY_", "MINIO_", "BERTH_", "KUBE", "DOCKER_", "XDG_", "CONTAINER", "BUILDAH_", "STORAGE_",
            "RCLONE_",
            "LC_",
        ]
        var kept = ProcessInfo.processInfo.environment.filter { name, _ in
            !foreign.contains(where: name.hasPrefix) && !name.lowercased().hasSuffix("_proxy")
        }
        kept["LANG"] = "C.UTF-8"
        kept["TZ"] = "UTC"
        return kept
    }

    /// Our descriptors, and room for those that other tests open just now; to close what is not open is no error.
    ///
    /// A child that held one of our sockets, pipes or locks would keep it open after we closed it.
    private static var ownDescriptors: Range<Int32> {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")) ?? []
        let limit = Int32(clamping: sysconf(Int32(_SC_OPEN_MAX)))
        return 3..<max(3, min((names.compactMap { Int32($0) }.max() ?? 2) + 1024, limit))
    }

    private static func text(at path: String) -> String {
        String(decoding: FileManager.default.contents(atPath: path) ?? Data(), as: UTF8.self)
    }
}
