import Foundation

extension BerthFixture {
    /// Starts an API server and, unless told otherwise, its OAuth server.
    package func cluster(
        _ engine: Cluster.Engine = .sqlite,
        hasOAuth: Bool = true,
        hasAccounts: Bool = false,
        settings: [String] = []
    ) async throws -> Cluster {
        var options = settings
        if engine == .etcd { options += ["--etcd-servers", try await etcd().url] }
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

    /// Starts Debian's etcd on a fresh folder.
    package func etcd() async throws -> (url: String, process: ChildProcess) {
        let (port, peer) = (FreePort.find(), FreePort.find())
        let url = "http://127.0.0.1:\(port)"
        let process = try start(
            "etcd",
            [
                "--data-dir", try folder("etcd-\(port)"), "--listen-client-urls", url, "--advertise-client-urls", url,
                "--listen-peer-urls", "http://127.0.0.1:\(peer)", "--initial-advertise-peer-urls",
                "http://127.0.0.1:\(peer)", "--initial-cluster", "default=http://127.0.0.1:\(peer)",
            ],
            name: "etcd"
        )
        let http = RawHTTP(port: port)
        let deadline = ContinuousClock.now + .seconds(30)
        while true {
            if let reply = try? await http.request("GET", "/health"), reply.status == 200 { return (url, process) }
            if let code = process.poll() {
                throw ChildProcessError.ended(name: "etcd", code: code, errorOutput: process.errorOutput)
            }
            guard ContinuousClock.now < deadline else {
                throw ChildProcessError.notReady(name: "etcd", errorOutput: process.errorOutput)
            }
            try await Task.sleep(for: .milliseconds(50))
        }
    }
}
