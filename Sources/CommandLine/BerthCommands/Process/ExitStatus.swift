/// What the exit codes of every command mean.
enum ExitStatus {
    static let done: Int32 = 0
    static let failed: Int32 = 1
    static let usage: Int32 = 2
    static let foundProblems: Int32 = 4
    static let notFound: Int32 = 5
    static let unreachable: Int32 = 6
    static let notAllowed: Int32 = 7
    /// A supervisor must not start the command again before a person has changed something.
    static let badConfiguration: Int32 = 78

    /// The code of a process that a signal ended before it was done.
    static func interrupted(by signal: Int32) -> Int32 {
        128 + signal
    }
}
