/// How the program was called, for messages that are to be pasted.
enum ProgramName {
    /// `berth`, or the path that was typed.
    static var text: String { CommandLine.arguments.first ?? "berth" }
}
