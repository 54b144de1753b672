import ArgumentParser
import BerthAPIServer
import BerthHTTP
import Foundation

/// `berth api-server rotate-keys`: a new key for the tokens of service accounts, also while the server runs.
struct APIServerKeysCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rotate-keys",
        abstract: "Sign tokens of service accounts with a new key, or forget the old ones.",
        discussion: """
            The new key signs from now on; what the old ones signed stays good until they are forgotten. A running server sees
            the change within seconds.

            Examples:
              berth api-server rotate-keys /srv/api
              berth api-server rotate-keys /var/lib/berth --forget-old
            """
    )

    @Argument(help: ArgumentHelp("The data directory, or the data folder of 'berth up'.", valueName: "dir"))
    var directory: String

    @Flag(help: "Make no key, but forget all but the one that signs: tokens that older ones signed end.")
    var forgetOld = false

    func run() async throws {
        let folder = try DataFolder(flag: directory, environment: .current())
        let place = folder.isPrepared ? folder.apiServer : directory
        let path = APIServerConfiguration(directory: place, http: .init(port: 0), externalURL: "", oauthURL: "")
            .serviceAccountKeyPath
        guard var ring = try ServiceAccountKeyRing.read(path) else {
            throw CommandFailure("\(place) has no key of an API server", exitCode: ExitStatus.notFound)
        }
        if forgetOld {
            ring.forgetOld()
        } else {
            guard ring.count < ServiceAccountKeyRing.limit else {
                throw CommandFailure("there are \(ring.count) keys already: forget the old ones first (--forget-old)")
            }
            ring.rotate()
        }
        try ring.write(path)
        let number = ring.count == 1 ? "1 key" : "\(ring.count) keys"
        StandardStream.output.write("\(path): \(number), \(ring.signingID) signs\n")
    }
}
