import ArgumentParser

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

    @Flag(help: "Let everybody pull; pushing needs an account.")
    var anonymousPull = false

    @Argument(help: ArgumentHelp("The same as --config.", valueName: "config"))
    var file: String?

    func run() async throws {
        let environment = ProcessEnvironment.current()
        let settings = try RegistrySettings(
            try RegistrySources.settings(
                flags: try layer(),
                file: serve.settings.config ?? file,
                environment: environment
            ),
            environment: environment
        )
        throw CommandFailure("not yet: \(settings.listen)")
    }

    /// What the flags say.
    func layer() throws -> [String: Setting] {
        var layer = try serve.layer()
        func note(_ key: String, _ value: String?, _ flag: String) {
            if let value { layer[key] = Setting(key: key, value: value, origin: flag) }
        }
        note("storage.filesystem.rootdirectory", directory, "--directory")
        note("auth.htpasswd.path", htpasswd, "--htpasswd")
        note("auth.htpasswd.anonymouspull", anonymousPull ? "true" : nil, "--anonymous-pull")
        return layer
    }
}
