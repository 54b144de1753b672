import ArgumentParser

/// `berth object-store`: the S3 server alone, and what belongs to its data directory.
struct ObjectStoreCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "object-store",
        abstract: "Serve S3 from a folder, or check such a folder.",
        discussion: """
            Reads MinIO's variables: MINIO_ROOT_USER, MINIO_ROOT_PASSWORD (or …_FILE), MINIO_DOMAIN, MINIO_SITE_REGION. Without a \
            root user one is made and kept in DIR/root-credentials.

            Examples:
              berth object-store /srv/objects
              berth object-store /srv/objects --listen 127.0.0.1:0
              berth object-store fsck /srv/objects --deep
            """,
        subcommands: [ObjectStoreServeCommand.self, ObjectStoreCheckCommand.self],
        defaultSubcommand: ObjectStoreServeCommand.self
    )
}
