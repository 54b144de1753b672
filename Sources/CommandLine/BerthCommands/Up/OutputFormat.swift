import ArgumentParser

/// What a command prints on standard output.
enum OutputFormat: String, CaseIterable, ExpressibleByArgument, Sendable {
    case text
    case json

    /// What was asked for, else text on a terminal and JSON elsewhere.
    static func chosen(_ flag: OutputFormat?) -> OutputFormat {
        flag ?? (StandardStream.output.isTerminal ? .text : .json)
    }
}
