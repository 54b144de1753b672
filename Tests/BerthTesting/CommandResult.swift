/// What a foreign program answered.
package struct CommandResult: Sendable, CustomStringConvertible {
    /// The command line, for messages.
    package let command: String
    /// The exit code; 128 + signal when killed.
    package let code: Int32
    /// Standard output.
    package let output: String
    /// Standard error.
    package let errorOutput: String

    package var description: String {
        "\(command) → \(code)\n\(output.suffix(3000))\n\(errorOutput.suffix(3000))"
    }

    /// Whether the program ended with 0.
    package var succeeded: Bool { code == 0 }

    /// Both outputs, for looking for a message.
    package var text: String { output + errorOutput }

    /// The same result, or an error with both outputs when the exit code is not 0.
    @discardableResult
    package func check() throws -> CommandResult {
        guard code == 0 else { throw ChildProcessError.failed(self) }
        return self
    }
}
