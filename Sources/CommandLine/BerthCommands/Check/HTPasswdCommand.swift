import ArgumentParser
import BerthPKI

/// `berth htpasswd`: adds an account to an htpasswd file, or changes its password, without Apache's tool.
struct HTPasswdCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "htpasswd",
        abstract:
            "Add an account to an htpasswd file, or change its password (bcrypt); the password comes on standard input.",
        discussion:
            "Examples:\n  echo 'a long password' | berth htpasswd /var/lib/berth/htpasswd user1\n  berth htpasswd --delete accounts user1"
    )

    @Argument(help: "The file; made when there is none.")
    var file: String

    @Argument(help: "The account's name.")
    var user: String

    @Flag(help: "Take the account away.")
    var delete = false

    func run() async throws {
        let content = try AtomicFile.read(file) ?? []
        var lines = content.split(separator: 0x0A).map { String(decoding: $0, as: UTF8.self) }
        let count = lines.count
        lines.removeAll { $0.hasPrefix(user + ":") }
        if delete {
            guard lines.count < count else {
                throw CommandFailure("\(file) has no account '\(user)'", exitCode: ExitStatus.notFound)
            }
        } else {
            guard let password = readLine(strippingNewline: true),
                let line = HTPasswdLine.make(user: user, password: password)
            else {
                throw CommandFailure(
                    "the name must be free of ':', and the password must come on standard input with 1 to \(HTPasswdLine.passwordBytesLimit) bytes",
                    exitCode: ExitStatus.usage
                )
            }
            lines.append(line)
        }
        try AtomicFile.write((lines.joined(separator: "\n") + "\n").utf8, to: file, mode: 0o600)
    }
}
