import BerthPKI
import Glibc
import Synchronization

/// A running child: the same executable with other arguments, in its own process group, that stops when its parent dies.
///
/// The child holds the reading end of a pipe whose writing end only we hold; end of file there means that we are gone. Its standard
/// output comes to us line by line; its standard error is ours or a file.
final class ChildProcess: Sendable {
    /// The number under which the child finds its end of the pipe (`--parent-fd`).
    static let parentDescriptor: CInt = 3
    /// The longest line that is taken from a child; what is longer is cut.
    static let lineLimit = 64 * 1024

    /// The process id.
    let pid: pid_t
    private let output: CInt
    private let lifeline: CInt
    private let isReaped = Mutex(false)
    /// One at a time: a pipe made meanwhile would be inherited before it is marked as ours.
    private static let spawning = Mutex(())

    private init(pid: pid_t, output: CInt, lifeline: CInt) {
        (self.pid, self.output, self.lifeline) = (pid, output, lifeline)
    }

    deinit {
        close(output)
        close(lifeline)
    }

    /// Starts `executable` with these arguments and variables, and nothing else of ours: no descriptor, no ignored signal.
    static func spawn(
        executable: String = "/proc/self/exe",
        arguments: [String],
        environment: ProcessEnvironment
    ) throws(PKIError) -> ChildProcess {
        try spawning.withLock { _ throws(PKIError) in
            try spawnAlone(executable: executable, arguments: arguments, environment: environment)
        }
    }

    private static func spawnAlone(
        executable: String,
        arguments: [String],
        environment: ProcessEnvironment
    ) throws(PKIError) -> ChildProcess {
        let output = try pipe()
        let lifeline = try pipe()
        defer {
            close(output.write)
            close(lifeline.read)
        }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_adddup2(&actions, output.write, STDOUT_FILENO)
        posix_spawn_file_actions_adddup2(&actions, lifeline.read, parentDescriptor)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        var all = sigset_t()
        sigemptyset(&none)
        sigfillset(&all)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setsigdefault(&attributes, &all)
        posix_spawnattr_setpgroup(&attributes, 0)
        let flags = POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK
        posix_spawnattr_setflags(&attributes, Int16(truncatingIfNeeded: Int(flags)))
        var pid: pid_t = 0
        let variables = environment.variables.map { "\($0.key)=\($0.value)" }
        let code = withCStrings(["berth"] + arguments) { arguments in
            withCStrings(variables) { posix_spawn(&pid, executable, &actions, &attributes, arguments, $0) }
        }
        guard code == 0 else {
            close(output.read)
            close(lifeline.write)
            throw .fileUnusable(path: executable, call: "posix_spawn", code: code)
        }
        return ChildProcess(pid: pid, output: output.read, lifeline: lifeline.write)
    }

    /// Reads the child's standard output to its end and waits for the process.
    ///
    /// Blocks: call it on a pool thread, once.
    func wait(onLine: (String) -> Void) -> ProcessOutcome {
        readLines(onLine)
        var information = siginfo_t()
        while waitid(P_PID, id_t(pid), &information, WEXITED | WNOWAIT) != 0, errno == EINTR {}
        var status: Int32 = 0
        isReaped.withLock { isReaped in
            while waitpid(pid, &status, 0) < 0, errno == EINTR {}
            isReaped = true
        }
        return ProcessOutcome(status: status)
    }

    /// Sends a signal, unless the process has already been waited for and its number may be somebody else's.
    func send(_ signal: CInt) {
        isReaped.withLock { isReaped in
            if !isReaped { _ = kill(pid, signal) }
        }
    }

    private func readLines(_ onLine: (String) -> Void) {
        var line: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = read(output, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return }
            for byte in buffer[..<count] {
                if byte == UInt8(ascii: "\n") {
                    onLine(String(decoding: line, as: UTF8.self))
                    line.removeAll(keepingCapacity: true)
                } else if line.count < Self.lineLimit {
                    line.append(byte)
                }
            }
        }
    }

    private static func pipe() throws(PKIError) -> (read: CInt, write: CInt) {
        var ends: [CInt] = [-1, -1]
        guard Glibc.pipe(&ends) == 0 else { throw .fileUnusable(path: "pipe", call: "pipe", code: errno) }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        return (ends[0], ends[1])
    }

    private static func withCStrings<Result>(
        _ strings: [String],
        _ body: ([UnsafeMutablePointer<CChar>?]) -> Result
    ) -> Result {
        let pointers = strings.map { strdup($0) }
        defer { pointers.forEach { free($0) } }
        return body(pointers + [nil])
    }
}
