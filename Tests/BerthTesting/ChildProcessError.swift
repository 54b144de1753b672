/// Why a foreign program could not do what a test asked.
package enum ChildProcessError: Error, CustomStringConvertible {
    case notStarted(String, errno: Int32)
    case timeout(name: String)
    case failed(CommandResult)
    case ended(name: String, code: Int32, errorOutput: String)
    case notReady(name: String, errorOutput: String)

    package var description: String {
        switch self {
        case .notStarted(let name, let errno): "\(name) did not start: errno \(errno)"
        case .timeout(let name): "\(name) ran out of time"
        case .failed(let result): "\(result)"
        case .ended(let name, let code, let output): "\(name) ended with \(code): \(output.suffix(2000))"
        case .notReady(let name, let output): "\(name) printed no ready line: \(output.suffix(2000))"
        }
    }
}
