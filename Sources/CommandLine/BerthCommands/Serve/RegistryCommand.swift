import ArgumentParser
import BerthHTTP
import BerthRegistry
import Logging
import NIOCore
import NIOPosix
import S3Client
import ServiceLifecycle

/// `berth registry`: the registry alone, on a folder or a bucket.
struct RegistryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "registry",
        abstract: "Serve a container image registry from a folder or an S3 bucket.",
        discussion: """
            Reads distribution's config.yml and its REGISTRY_* variables.

            Examples:
              berth registry --directory /srv/images --htpasswd /srv/accounts
              berth registry --config /etc/docker/registry/config.yml
              REGISTRY_STORAGE=s3 REGISTRY_STORAGE_S3_BUCKET=images berth registry
            """
    )

    @OptionGroup var serve: ServeOptions

    @Option(help: ArgumentHelp("Keep the images in this folder.", valueName: "dir"))
    var directory: String?

    @Option(
        help: ArgumentHelp(
            "Accounts, as 'htpasswd -B' writes them; without it everybody may do everything.",
            valueName: "file"
        )
    )
    var htpasswd: String?

    @Option(help: ArgumentHelp("The bucket's access key is the first line of this file.", valueName: "file"))
    var s3AccessKeyFile: String?

    @Option(help: ArgumentHelp("The bucket's secret key is the first line of this file.", valueName: "file"))
    var s3SecretKeyFile: String?

    @Flag(help: "Let everybody pull; pushing needs an account.")
    var anonymousPull = false

    @Argument(help: ArgumentHelp("The same as --config.", valueName: "config"))
    var file: String?

    /// Threads for hashing, files and bcrypt: more than cores, since a sync to disk blocks its thread.
    private static let poolThreads = 16

    func run() async throws {
        NIOSingletons.blockingPoolThreadCountSuggestion = Self.poolThreads
        let environment = ProcessEnvironment.current()
        let settings = try RegistrySettings(
            try RegistrySources.settings(
                flags: try layer(),
                file: serve.settings.config ?? file,
                environment: environment
            ),
            environment: environment
        )
        let logger = try serve.logger("registry", settings)
        let http = try httpConfiguration(settings)
        let (storage, services) = try await storage(settings, logger: logger)
        let registry = Registry(
            configuration: configuration(settings, http: http),
            storage: storage,
            access: try await access(settings, logger: logger),
            logger: logger,
            onReady: { address in serve.announce("registry", address, isTLS: http.tls != nil, logger: logger) }
        )
        try await serve.run(services + [registry], settings, logger: logger)
    }

    private func httpConfiguration(_ settings: RegistrySettings) throws -> HTTPServiceConfiguration {
        var http = try serve.http(settings)
        http.responseHeaders += settings.headers.map { ($0.name, $0.value) }
        return http
    }

    private func configuration(_ settings: RegistrySettings, http: HTTPServiceConfiguration) -> RegistryConfiguration {
        var configuration = RegistryConfiguration(http: http)
        configuration.deletesAreEnabled = settings.deletesAreEnabled
        configuration.isReadOnly = settings.isReadOnly
        configuration.redirectsBlobs = settings.redirectsBlobs
        if let expiry = settings.uploadExpiry { configuration.bounds.uploadExpiry = expiry }
        return configuration
    }

    /// The storage, and what must run beside the registry for it.
    private func storage(
        _ settings: RegistrySettings,
        logger: Logger
    ) async throws -> (any StorageDriver, [any Service]) {
        switch settings.storage {
        case .filesystem(let path):
            do {
                return (try await FilesystemStorageDriver.open(root: path), [])
            } catch {
                throw CommandFailure("\(path): \(Self.reason(error))")
            }
        case .inMemory: return (InMemoryStorageDriver(), [])
        case .s3(let settings):
            var configuration = S3ClientConfiguration(endpoint: settings.endpoint, credentials: settings.credentials)
            configuration.certificateAuthorityPath = settings.certificateAuthorityPath
            configuration.skipsCertificateVerification = settings.skipsCertificateVerification
            let client: S3Client
            do {
                client = try S3Client(configuration: configuration, logger: logger)
            } catch {
                throw ConfigurationError(
                    origin: settings.certificateAuthorityPath ?? "configuration",
                    key: "storage.s3.cafile",
                    "\(error)"
                )
            }
            let uploads = PartUploads()
            let driver = S3StorageDriver(
                client: client,
                bucket: settings.bucket,
                rootDirectory: settings.rootDirectory,
                partSize: settings.partSize ?? S3StorageDriver.defaultPartSize,
                uploads: uploads,
                pool: .singleton,
                logger: logger
            )
            return (driver, [S3ClientLifetime(client: client), uploads, AbandonedUploads(driver: driver)])
        }
    }

    private func access(_ settings: RegistrySettings, logger: Logger) async throws -> any AccessController {
        guard let htpasswd = settings.htpasswd else {
            if !settings.listen.isLoopback {
                logger.warning("no accounts are configured: whoever reaches the registry may push and pull")
            }
            return OpenAccessController()
        }
        var configuration = HTPasswdConfiguration(path: htpasswd.path)
        configuration.realm = htpasswd.realm
        configuration.accessFilePath = htpasswd.accessFile
        configuration.anonymousPull = htpasswd.allowsAnonymousPull
        do {
            return try await HTPasswdAccessController.open(configuration, logger: logger)
        } catch {
            throw ConfigurationError(
                origin: htpasswd.path,
                key: "auth.htpasswd",
                "the accounts cannot be read: \(Self.reason(error))"
            )
        }
    }

    /// What a storage error says to people.
    private static func reason(_ error: any Error) -> String {
        switch error {
        case StorageError.failed(let reason), StorageError.denied(let reason), StorageError.unavailable(let reason):
            reason
        default: "\(error)"
        }
    }

    /// What the flags say.
    func layer() throws -> [String: Setting] {
        var layer = try serve.layer()
        try SecretFile.note("storage.s3.accesskey", s3AccessKeyFile, "--s3-access-key-file", in: &layer)
        try SecretFile.note("storage.s3.secretkey", s3SecretKeyFile, "--s3-secret-key-file", in: &layer)
        layer.note("storage.filesystem.rootdirectory", directory, "--directory")
        layer.note("auth.htpasswd.path", htpasswd, "--htpasswd")
        layer.note("auth.htpasswd.anonymouspull", anonymousPull ? "true" : nil, "--anonymous-pull")
        return layer
    }
}
