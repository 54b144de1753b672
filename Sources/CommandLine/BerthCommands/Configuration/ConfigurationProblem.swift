/// One thing that is wrong with the configuration: where it was said, which key, and what to do.
struct ConfigurationProblem: Equatable, Sendable, CustomStringConvertible {
    /// The file and line, the variable or the flag, as ``Setting/origin`` says it.
    let origin: String
    /// The key in dotted form, empty where the whole file is meant.
    let key: String
    /// What is wrong and what to do instead; never a secret.
    let message: String

    var description: String {
        key.isEmpty ? "\(origin): \(message)" : "\(origin): \(key): \(message)"
    }
}
