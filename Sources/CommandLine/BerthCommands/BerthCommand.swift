import ArgumentParser

/// The program `berth`: each component is a subcommand, and `berth up` runs them together.
struct BerthCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "berth",
        abstract:
            "A container image registry with its own S3 object store and the API that oc and kubectl talk to.",
        discussion: """
            Begin with 'berth up': it needs no file, no root and no container engine, and prints what to do next.

            Configuration: a flag beats BERTH_*, which beats the well-known names (REGISTRY_*, MINIO_*), which beat the file.
            Exit codes: 0 done, 1 failed, 2 usage, 4 problems found, 5 not found, 6 unreachable, 78 bad configuration.
            """,
        version: BerthVersion.text,
        groupedSubcommands: [
            CommandGroup(
                name: "Everything on one machine:",
                subcommands: [
                    UpCommand.self, NextCommand.self, StatusCommand.self, DownCommand.self, CrashCommand.self,
                ]
            ),
            CommandGroup(
                name: "One component:",
                subcommands: [
                    ObjectStoreCommand.self, RegistryCommand.self, APIServerCommand.self, OAuthServerCommand.self,
                    HealthCommand.self, HTPasswdCommand.self,
                ]
            ),
        ]
    )
}
