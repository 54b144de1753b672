import Foundation

extension BerthFixture {
    /// Starts our object store on `folder` or a fresh one.
    ///
    /// To judge the tests, `BERTH_WIRE_S3` names another server instead: `moto`, `seaweedfs`, or
    /// `http://key:secret@host:port`.
    package func objectStore(
        folder: String? = nil,
        port: Int = 0,
        settings: [String] = [],
        environment: [String: String] = [:]
    ) async throws -> ObjectStoreServer {
        if let text = ProcessInfo.processInfo.environment["BERTH_WIRE_S3"] {
            if text == "moto" { return try await moto() }
            if text == "seaweedfs" { return try await seaweedFS() }
            guard let url = URL(string: text), let port = url.port, let key = url.user, let secret = url.password else {
                throw RawHTTPError.malformed(text)
            }
            return ObjectStoreServer(
                http: RawHTTP(host: url.host ?? "", port: port),
                accessKey: key,
                secretKey: secret
            )
        }
        let path = try folder ?? self.folder("objects")
        let owner = ["MINIO_ROOT_USER": "rootkey", "MINIO_ROOT_PASSWORD": "rootsecret-of-the-tests"]
        let (process, http) = try await startBerth(
            ["object-store", path, "--port", "\(port)"] + settings,
            "object-store",
            owner.merging(environment) { $1 }
        )
        return ObjectStoreServer(
            http: http,
            accessKey: "rootkey",
            secretKey: "rootsecret-of-the-tests",
            process: process,
            folder: path
        )
    }

    /// Starts SeaweedFS' S3 gateway.
    ///
    /// It is several servers that now and then miss one another, or a port, as they start: so it is tried again.
    package func seaweedFS() async throws -> ObjectStoreServer {
        for attempt in 1..<3 {
            do { return try await seaweedFS(attempt) } catch is ChildProcessError {}
        }
        return try await seaweedFS(3)
    }

    private func seaweedFS(_ attempt: Int) async throws -> ObjectStoreServer {
        let identities = """
            {"identities":[{"name":"owner","credentials":[{"accessKey":"rootkey","secretKey":"rootsecret"}],
            "actions":["Admin","Read","Write","List","Tagging"]}]}
            """
        let configuration = try file("weed.json", identities)
        let data = try folder("weed-\(attempt)")
        // the server derives its gRPC ports by adding 10000
        var ports: [Int] = []
        while ports.count < 4 {
            let port = FreePort.find()
            if FreePort.isFree(port + 10_000) { ports.append(port) }
        }
        let process = try start(
            "weed",
            [
                "server", "-ip=127.0.0.1", "-ip.bind=127.0.0.1", "-dir=\(data)", "-master.port=\(ports[0])",
                "-volume.port=\(ports[1])", "-filer", "-filer.port=\(ports[2])", "-s3", "-s3.port=\(ports[3])",
                // these two have fixed ports, which a second server could not have
                "-s3.port.iceberg=0", "-s3.port.lance=0",
                "-s3.config=\(configuration)", "-volume.max=20", "-master.volumeSizeLimitMB=256",
            ],
            environment: ["HOME": data],
            name: "weed"
        )
        let server = ObjectStoreServer(
            http: RawHTTP(port: ports[3]),
            accessKey: "rootkey",
            secretKey: "rootsecret",
            process: process
        )
        try await waitUntilServing(server)
        return server
    }

    /// Starts moto's S3, which takes any key.
    package func moto() async throws -> ObjectStoreServer {
        let port = FreePort.find()
        let process = try start("moto_server", ["-H", "127.0.0.1", "-p", "\(port)"], name: "moto")
        let server = ObjectStoreServer(
            http: RawHTTP(port: port),
            accessKey: "rootkey",
            secretKey: "rootsecret",
            process: process
        )
        try await waitUntilServing(server)
        return server
    }

    /// Foreign servers print no ready line: ask until a bucket can be made.
    private func waitUntilServing(_ server: ObjectStoreServer) async throws {
        let deadline = ContinuousClock.now + .seconds(300)
        while true {
            let reply = try? await server.s3.request("PUT", "/berth-probe-bucket")
            if reply?.status == 200 { return }
            if let process = server.process, let code = process.poll() {
                throw ChildProcessError.ended(name: "S3 server", code: code, errorOutput: process.errorOutput)
            }
            guard ContinuousClock.now < deadline else {
                throw ChildProcessError.notReady(name: "S3 server", errorOutput: server.process?.errorOutput ?? "")
            }
            try await Task.sleep(for: .milliseconds(100))
        }
    }
}
