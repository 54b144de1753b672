import ArgumentParser
import BerthPKI
import Glibc

/// The program from its arguments to its exit code.
package enum Program {
    /// Runs the command line and answers the exit code; every message has been written.
    package static func main(arguments: [String]) async -> Int32 {
        // a reader of our output that goes away is told by the write call
        signal(SIGPIPE, SIG_IGN)
        do {
            var command = try BerthCommand.parseAsRoot(arguments)
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
            return ExitStatus.done
        } catch {
            return report(error)
        }
    }

    /// Says what went wrong on standard error, or answers a call for help on standard output.
    private static func report(_ error: any Error) -> Int32 {
        switch error {
        case let failure as CommandFailure:
            StandardStream.error.write("berth: \(failure.description)\n")
            return failure.exitCode
        case let error as ConfigurationError:
            for problem in error.problems { StandardStream.error.write("berth: \(problem)\n") }
            return ExitStatus.badConfiguration
        case let error as PKIError:
            StandardStream.error.write("berth: \(error)\n")
            return ExitStatus.failed
        default:
            let code = BerthCommand.exitCode(for: error)
            let message = BerthCommand.fullMessage(for: error)
            if !message.isEmpty { (code.isSuccess ? StandardStream.output : .error).write(message + "\n") }
            return code == .validationFailure ? ExitStatus.usage : code.rawValue
        }
    }
}
