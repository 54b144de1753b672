import Logging

/// Names of log levels: swift-log's own, and those of distribution's files.
enum LogLevelName {
    /// The names for messages.
    static let all = Logger.Level.allCases.map(\.rawValue).joined(separator: ", ")

    /// The level; `warn`, `fatal` and `panic` are distribution's.
    static func parse(_ name: String) -> Logger.Level? {
        switch name.lowercased() {
        case "warn": .warning
        case "fatal", "panic": .critical
        default: Logger.Level(rawValue: name.lowercased())
        }
    }
}
