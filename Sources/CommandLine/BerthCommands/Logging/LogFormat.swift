import ArgumentParser

/// How log lines are written: for people, or for programs.
enum LogFormat: String, CaseIterable, ExpressibleByArgument, Sendable {
    case text
    case json
}
