import ArgumentParser

/// `berth api-server`: the Kubernetes and OpenShift API alone, and what belongs to its data.
struct APIServerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "api-server",
        abstract: "Serve the API that oc and kubectl talk to, or copy its state.",
        discussion: """
            The objects are kept in DIR/state.sqlite, or in etcd with --etcd-servers. Every key of the file is also a variable: \
            BERTH_API_SERVER_OAUTH_ISSUER is oauth.issuer.

            Examples:
              berth api-server /srv/api --tls-certificate api.crt --tls-key api.key
              berth api-server /srv/api --config api-server.yml
              berth api-server /srv/api --etcd-servers http://127.0.0.1:2379
              berth api-server backup state.backup --from /srv/api
              berth api-server restore state.backup --to /srv/new
              berth api-server rotate-keys /srv/api

            The options of serving: berth help api-server serve
            """,
        subcommands: [
            APIServerServeCommand.self, APIServerBackupCommand.self, APIServerRestoreCommand.self,
            APIServerKeysCommand.self,
        ],
        defaultSubcommand: APIServerServeCommand.self
    )
}
