import Foundation

extension BerthFixture {
    /// An htpasswd file with `user1` / `password1` and `admin` / `pass:word`; low cost, so tests are quick.
    package func htpasswdFile() throws -> String {
        try file(
            "htpasswd",
            "user1:$2y$04$mLYTKZ5N1gR41zYkbX/FC..3mL7bf5iX2OQmO7Qm9ZIrWACpVYNd6\nadmin:$2y$04$j7Q2joWF7mj.0xdIVXqnS.010zNZ0amsA6xtkxOPtpGCrtl6Cwg4y\n"
        )
    }

    /// Starts the registry that the test judges.
    ///
    /// One configuration file serves ours and the peer, since ours reads distribution's.
    package func registry(
        _ kind: RegistryKind,
        authenticated: Bool = false,
        settings: String = "",
        store: ObjectStoreServer? = nil,
        bucket: String = "ocp-registry",
        folder: String? = nil,
        environment: [String: String] = [:]
    ) async throws -> RegistryServer {
        var store = store
        var storage: String
        var path: String?
        switch kind {
        case .outside: return try outsideRegistry()
        case .bucket:
            let server: ObjectStoreServer
            if let store {
                server = store
            } else {
                server = try await objectStore()
                try await server.makeBucket(bucket)
            }
            store = server
            storage = Self.bucketStorage(server, bucket: bucket)
        case .folder, .peer:
            if let store {
                storage = Self.bucketStorage(store, bucket: bucket)
            } else {
                path = try folder ?? self.folder("registry-\(UInt32.random(in: 0 ... .max))")
                storage = "  filesystem:\n    rootdirectory: \(path ?? "")\n"
            }
        }
        storage += "  delete:\n    enabled: true\n  redirect:\n    disable: true\n"
        storage += "  maintenance:\n    uploadpurging:\n      enabled: false\n"
        var text = "version: 0.1\nlog:\n  level: info\nstorage:\n\(storage)"
        text += "http:\n  addr: 127.0.0.1:0\n  secret: not-much-of-a-secret\n"
        if authenticated { text += "auth:\n  htpasswd:\n    realm: Berth\n    path: \(try htpasswdFile())\n" }
        let configuration = try file("registry-\(UInt32.random(in: 0 ... .max)).yml", text + settings)
        let (process, http) = try await startRegistry(kind, configuration, environment)
        var server = RegistryServer(http: http, kind: kind, process: process, store: store, folder: path)
        if authenticated {
            server.credentials = ("user1", "password1")
            server.http = http.authenticated("user1", "password1")
        }
        return server
    }

    private func startRegistry(
        _ kind: RegistryKind,
        _ configuration: String,
        _ environment: [String: String]
    ) async throws -> (ChildProcess, RawHTTP) {
        if kind == .peer {
            let process = try start(
                "docker-registry",
                ["serve", configuration],
                environment: environment,
                name: "docker-registry"
            )
            let port = try await waitFor(process, "docker-registry") { process in
                process.errorOutput.split(separator: "listening on ").dropFirst().first
                    .flatMap { $0.prefix { !"\" ,\n".contains($0) }.split(separator: ":").last }.flatMap { Int($0) }
            }
            return (process, RawHTTP(port: port))
        }
        return try await startBerth(["registry", "--config", configuration], "registry", environment)
    }

    /// Starts a `berth` command and waits for its ready line.
    package func startBerth(
        _ arguments: [String],
        _ name: String,
        _ environment: [String: String] = [:]
    ) async throws -> (ChildProcess, RawHTTP) {
        let process = try start(BerthBinary.path, arguments, environment: environment, name: name)
        let line = try await waitFor(process, name) { ReadyLine(in: $0.output) }
        guard let url = line.url(name).flatMap(URL.init(string:)), let port = url.port else {
            throw ChildProcessError.notReady(name: name, errorOutput: process.output)
        }
        return (process, RawHTTP(port: port))
    }

    /// Waits until `look` finds something, the process ends, or time is over.
    package func waitFor<Value>(
        _ process: ChildProcess,
        _ name: String,
        timeout: Duration = .seconds(300),
        _ look: (ChildProcess) throws -> Value?
    ) async throws -> Value {
        let deadline = ContinuousClock.now + timeout
        while ContinuousClock.now < deadline {
            if let value = try look(process) { return value }
            if let code = process.poll() {
                throw ChildProcessError.ended(name: name, code: code, errorOutput: process.errorOutput + process.output)
            }
            try await Task.sleep(for: .milliseconds(5))
        }
        throw ChildProcessError.notReady(name: name, errorOutput: process.errorOutput)
    }

    /// The storage section of distribution's configuration for a bucket.
    package static func bucketStorage(_ store: ObjectStoreServer, bucket: String) -> String {
        """
          s3:
            accesskey: \(store.accessKey)
            secretkey: \(store.secretKey)
            region: us-east-1
            regionendpoint: \(store.endpoint)
            bucket: \(bucket)
            secure: false
            encrypt: false
        """ + "\n"
    }

    private func outsideRegistry() throws -> RegistryServer {
        let text = ProcessInfo.processInfo.environment["BERTH_WIRE_REGISTRY"] ?? ""
        guard let url = URL(string: text), let port = url.port else { throw RawHTTPError.malformed(text) }
        var server = RegistryServer(http: RawHTTP(host: url.host ?? "", port: port), kind: .outside, process: nil)
        if let user = url.user, let password = url.password {
            server.credentials = (user, password)
            server.http = server.http.authenticated(user, password)
        }
        return server
    }
}
