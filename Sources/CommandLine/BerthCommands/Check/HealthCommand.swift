import ArgumentParser
import FoundationEssentials

/// `berth health`: the health check for where no curl is.
struct HealthCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "health",
        abstract: "Ask a component whether it serves; exit code 0 or 6.",
        discussion:
            "Examples:\n  berth health http://127.0.0.1:5000\n  berth health https://127.0.0.1:6443\n  berth health https://registry.example:5000 --pki /etc/registry/pki"
    )

    @Argument(help: ArgumentHelp("The component's URL.", valueName: "url"))
    var url: String

    @Option(
        help: ArgumentHelp(
            "Trust the authority (ca.crt) in this folder besides the system's (default: that of the data folder).",
            valueName: "dir"
        )
    )
    var pki: String?

    @Flag(help: "Believe whoever answers: the certificate is not checked.")
    var insecure = false

    func run() async throws {
        let url = url.hasSuffix("/") ? String(url.dropLast()) : url
        switch await HealthProbe.outcome(url + "/readyz", trust: try trust()) {
        case .answered(200): StandardStream.output.write("ready\n")
        case .answered(let code):
            throw CommandFailure("\(url) is not ready: it answers \(code)", exitCode: ExitStatus.unreachable)
        case .failed(let text):
            throw CommandFailure("\(url) is not ready: \(text)", exitCode: ExitStatus.unreachable)
        }
    }

    private func trust() throws -> HealthProbe.Trust {
        if insecure { return .anybody }
        if let pki {
            guard FileManager.default.isReadableFile(atPath: pki + "/ca.crt") else {
                throw CommandFailure("--pki: there is no ca.crt to be read in \(pki)")
            }
            return .system(pki: pki)
        }
        return .system(pki: try? DataFolder(flag: nil, environment: .current()).pki)
    }
}
