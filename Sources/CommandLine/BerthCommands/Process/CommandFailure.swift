/// A command cannot go on: what happened, what to do, and the code it ends with.
struct CommandFailure: Error, Equatable, CustomStringConvertible {
    let exitCode: Int32
    let description: String

    init(_ description: String, exitCode: Int32 = ExitStatus.failed) {
        self.exitCode = exitCode
        self.description = description
    }
}
