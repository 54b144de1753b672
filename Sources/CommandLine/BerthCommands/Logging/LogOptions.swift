import ArgumentParser
import BerthPKI
import Foundation
import Logging

/// The flags about logs that every serving command has.
struct LogOptions: ParsableArguments {
    @Option(help: "The least that is logged: trace, debug, info, notice, warning, error or critical.")
    var logLevel: String?

    @Option(help: "How log lines look (default: text on a terminal, json elsewhere).")
    var logFormat: LogFormat?

    @Option(help: ArgumentHelp("Write the log to <dir>/<component>.log instead of standard error.", valueName: "dir"))
    var logDirectory: String?

    /// The logger of a component; `level` and `format` are what the rest of the configuration says.
    func logger(_ label: String, level: Logger.Level? = nil, format: LogFormat? = nil) throws -> Logger {
        let sink: LogSink
        if let logDirectory {
            try AtomicFile.makeFolder(logDirectory, mode: 0o750)
            sink = try LogSink.file("\(logDirectory)/\(label).log")
        } else {
            sink = .standardError
        }
        let terminal = logDirectory == nil && isatty(STDERR_FILENO) == 1
        let chosen = logFormat ?? format ?? (terminal ? .text : .json)
        let least = try self.level ?? level ?? .info
        return Logger(label: label) { label in
            LineLogHandler(label: label, format: chosen, sink: sink, logLevel: least)
        }
    }

    /// A logger on standard error for a command without these flags.
    static func logger(_ label: String, level: Logger.Level) -> Logger {
        let format: LogFormat = isatty(STDERR_FILENO) == 1 ? .text : .json
        return Logger(label: label) { label in
            LineLogHandler(label: label, format: format, sink: .standardError, logLevel: level)
        }
    }

    private var level: Logger.Level? {
        get throws {
            guard let logLevel else { return nil }
            guard let level = LogLevelName.parse(logLevel) else {
                throw ValidationError("--log-level '\(logLevel)' is none of \(LogLevelName.all)")
            }
            return level
        }
    }
}
