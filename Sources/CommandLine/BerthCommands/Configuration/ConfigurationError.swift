/// The configuration cannot be used; the process ends with exit code 78 and a supervisor must not start it again.
struct ConfigurationError: Error, Equatable, CustomStringConvertible {
    /// All that is wrong, so that one run shows everything.
    let problems: [ConfigurationProblem]

    init(_ problems: [ConfigurationProblem]) {
        self.problems = problems
    }

    init(origin: String, key: String = "", _ message: String) {
        problems = [ConfigurationProblem(origin: origin, key: key, message: message)]
    }

    var description: String {
        problems.map(\.description).joined(separator: "\n")
    }
}
