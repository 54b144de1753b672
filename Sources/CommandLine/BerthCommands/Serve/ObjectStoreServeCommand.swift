import ArgumentParser
import BerthHTTP
import BerthObjectStore
import BerthPKI
import Foundation
import Logging

/// `berth object-store DIR`: the S3 server.
struct ObjectStoreServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Serve S3 from a folder (the default)."
    )

    @OptionGroup var serve: ServeOptions

    @Argument(help: ArgumentHelp("The data directory; made when it is not there.", valueName: "dir"))
    var directory: String?

    @Option(help: ArgumentHelp("The owner's access key is the first line of this file.", valueName: "file"))
    var rootUserFile: String?

    @Option(help: ArgumentHelp("The owner's secret key is the first line of this file.", valueName: "file"))
    var rootPasswordFile: String?

    func run() async throws {
        var layer = try serve.layer()
        try SecretFile.note("root.accesskey", rootUserFile, "--root-user-file", in: &layer)
        try SecretFile.note("root.secretkey", rootPasswordFile, "--root-password-file", in: &layer)
        layer.note("data", directory, "the command line")
        let settings = try ObjectStoreSettings(
            try ObjectStoreSources.settings(flags: layer, file: serve.settings.config, environment: .current())
        )
        let logger = try serve.logger("object-store", settings)
        let configuration = try configuration(settings)
        let store = ObjectStore(configuration: configuration, logger: logger) { address in
            serve.announce("object-store", address, isTLS: configuration.http.tls != nil, logger: logger)
        }
        do {
            try await serve.run([store], settings, logger: logger)
        } catch let error as ObjectStoreError {
            throw ConfigurationError(origin: settings.directory, "\(error)")
        } catch StoreError.system(let call, let code) {
            throw CommandFailure("\(settings.directory): \(call) failed: \(AtomicFile.message(of: code))")
        } catch let error as DataDirectoryError {
            throw CommandFailure("\(settings.directory): \(error)")
        }
    }

    private func configuration(_ settings: ObjectStoreSettings) throws -> ObjectStoreConfiguration {
        var configuration = ObjectStoreConfiguration(dataDirectory: settings.directory, http: try serve.http(settings))
        configuration.region = settings.region
        configuration.rootCredentials = settings.rootCredentials
        configuration.domains = settings.domains
        configuration.servesMetrics = settings.servesMetrics
        if let path = settings.provision { configuration.provision = try Self.provision(path) }
        return configuration
    }

    private static func provision(_ path: String) throws -> Provision {
        guard let content = try AtomicFile.read(path) else {
            throw ConfigurationError(origin: path, key: "provision", "there is no such file")
        }
        do {
            return try JSONDecoder().decode(Provision.self, from: Data(content))
        } catch {
            // the decoder's own words may quote a secret
            throw ConfigurationError(
                origin: path,
                key: "provision",
                "JSON with buckets, policies and users is expected"
            )
        }
    }
}
