extension BerthFixture {
    /// Starts an API server and, unless told otherwise, its OAuth server.
    package func cluster(
        _ engine: Cluster.Engine = .sqlite,
        hasOAuth: Bool = true,
        hasAccounts: Bool = false,
        settings: [String] = []
    ) async throws -> Cluster {
        var options = settings
        if engine == .etcd { options += ["--etcd-servers", try await EtcdServer.start(in: self).endpoint] }
        let cluster = try Cluster(
            in: self,
            folder: try folder("cluster-\(UInt32.random(in: 0 ... .max))"),
            settings: options
        )
        try await cluster.startAPI()
        if hasOAuth || hasAccounts { try await cluster.startOAuth() }
        if hasAccounts { try await cluster.withAccounts() }
        return cluster
    }
}
