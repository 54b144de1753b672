import BerthPKI
import Foundation

/// The variables of the process, read once and passed on as a value; nothing else reads them.
struct ProcessEnvironment: Equatable, Sendable {
    /// The variables by name.
    let variables: [String: String]

    init(_ variables: [String: String]) {
        self.variables = variables
    }

    /// What the process was started with.
    static func current() -> ProcessEnvironment {
        ProcessEnvironment(ProcessInfo.processInfo.environment)
    }

    /// All variables but one.
    func without(_ name: String) -> ProcessEnvironment {
        ProcessEnvironment(variables.filter { $0.key != name })
    }

    /// The value of a variable that is set and not empty.
    subscript(name: String) -> String? {
        variables[name].flatMap { $0.isEmpty ? nil : $0 }
    }

    /// The variable as a setting for `key`.
    ///
    /// When only `<name>_FILE` is set, the first line of the file it names.
    func setting(_ key: String, from name: String) throws -> Setting? {
        if let value = self[name] { return Setting(key: key, value: value, origin: name) }
        guard let path = self[name + "_FILE"] else { return nil }
        return Setting(key: key, value: try SecretFile.read(path, origin: name + "_FILE"), origin: name + "_FILE")
    }
}
