import BerthPKI
import Foundation
import Logging
import S3
import S3Client
import Testing

@testable import BerthCommands

@Suite struct `A registry's settings` {
    private func settings(
        file: String = "",
        flags: [String: String] = [:],
        environment: [String: String] = [:]
    ) throws -> RegistrySettings {
        let folder = NSTemporaryDirectory() + "berth-settings-\(UInt64.random(in: .min ... .max))"
        try AtomicFile.makeFolder(folder, mode: 0o700)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try AtomicFile.write(file.utf8, to: folder + "/config.yml", mode: 0o600)
        let environment = ProcessEnvironment(environment)
        return try RegistrySettings(
            RegistrySources.settings(
                flags: layer(flags, "--flag"),
                file: folder + "/config.yml",
                environment: environment
            ),
            environment: environment
        )
    }

    private func problems(_ body: () throws -> RegistrySettings) -> [String] {
        do {
            _ = try body()
            return []
        } catch {
            return (error as? ConfigurationError)?.problems.map(\.key) ?? ["\(error)"]
        }
    }

    @Test func `read the file that distribution's package installs`() throws {
        let settings = try self.settings(
            file: """
                version: 0.1
                log:
                  fields:
                    service: registry
                storage:
                  cache:
                    blobdescriptor: inmemory
                  filesystem:
                    rootdirectory: /var/lib/docker-registry
                  delete:
                    enabled: true
                http:
                  addr: :5000
                  headers:
                    X-Content-Type-Options: [nosniff]
                auth:
                  htpasswd:
                    realm: basic-realm
                    path: /etc/docker/registry
                health:
                  storagedriver:
                    enabled: true
                    interval: 10s
                    threshold: 3
                """
        )
        #expect(settings.storage == .filesystem("/var/lib/docker-registry"))
        #expect(settings.listen == ListenAddress(host: "0.0.0.0", port: 5000))
        #expect(settings.deletesAreEnabled)
        #expect(settings.htpasswd?.path == "/etc/docker/registry")
        #expect(settings.headers.map(\.name) == ["X-Content-Type-Options"])
        #expect(settings.warnings.allSatisfy { $0.message == "this key has no effect here" })
    }

    @Test func `read what OpenShift's operator sets`() throws {
        let settings = try self.settings(environment: [
            "REGISTRY_STORAGE": "s3", "REGISTRY_STORAGE_S3_BUCKET": "ocp-registry",
            "REGISTRY_STORAGE_S3_REGION": "local",
            "REGISTRY_STORAGE_S3_REGIONENDPOINT": "https://minio.example.test:9000",
            "REGISTRY_STORAGE_S3_ENCRYPT": "true", "REGISTRY_STORAGE_S3_FORCEPATHSTYLE": "true",
            "REGISTRY_STORAGE_S3_ACCESSKEY": "id", "REGISTRY_STORAGE_S3_SECRETKEY": "secret",
            "REGISTRY_STORAGE_CACHE_BLOBDESCRIPTOR": "inmemory", "REGISTRY_STORAGE_DELETE_ENABLED": "true",
            "REGISTRY_HTTP_ADDR": ":5000", "REGISTRY_HTTP_NET": "tcp", "REGISTRY_HTTP_SECRET": "s",
            "REGISTRY_HTTP_TLS_CERTIFICATE": "/etc/secrets/tls.crt", "REGISTRY_HTTP_TLS_KEY": "/etc/secrets/tls.key",
            "REGISTRY_HTTP_TLS_MINVERSION": "VersionTLS12", "REGISTRY_LOG_LEVEL": "warn",
            "REGISTRY_OPENSHIFT_QUOTA_ENABLED": "true", "REGISTRY_HEALTH_STORAGEDRIVER_ENABLED": "true",
        ])
        guard case .s3(let storage) = settings.storage else {
            Issue.record("not S3")
            return
        }
        #expect(storage.endpoint == S3Endpoint("https://minio.example.test:9000", region: "local"))
        #expect(storage.credentials == Credentials(accessKey: "id", secretKey: "secret"))
        #expect(settings.tls?.minimumVersion == .tls12)
        #expect(settings.logLevel == .warning)
        #expect(settings.warnings.allSatisfy { $0.message == "this key has no effect here" })
    }

    @Test func `take the flag before the variable before the file`() throws {
        let file = "storage: {filesystem: {rootdirectory: /file}}\nhttp: {addr: 'file:1'}\n"
        let both = ["REGISTRY_HTTP_ADDR": "well:2", "BERTH_REGISTRY_HTTP_ADDR": "own:3"]
        #expect(try settings(file: file).listen.host == "file")
        #expect(try settings(file: file, environment: ["REGISTRY_HTTP_ADDR": "well:2"]).listen.host == "well")
        #expect(try settings(file: file, environment: both).listen.host == "own")
        #expect(try settings(file: file, flags: ["http.addr": "flag:4"], environment: both).listen.host == "flag")
    }

    @Test func `let a stronger source choose another storage`() throws {
        let file = "storage: {filesystem: {rootdirectory: /file}}\n"
        #expect(try settings(file: file, environment: ["REGISTRY_STORAGE": "inmemory"]).storage == .inMemory)
        let both = "storage: {inmemory: , filesystem: {rootdirectory: /file}}\n"
        #expect(problems { try settings(file: both) } == ["storage"])
        #expect(
            try settings(file: both, flags: ["storage.filesystem.rootdirectory": "/flag"]).storage
                == .filesystem("/flag")
        )
    }

    @Test func `find keys where AWS's tools keep them`() throws {
        let file = "storage: {s3: {bucket: images}}\n"
        #expect(problems { try settings(file: file) } == ["storage.s3.accesskey"])
        let found = try self.settings(
            file: file,
            environment: ["AWS_ACCESS_KEY_ID": "id", "AWS_SECRET_ACCESS_KEY": "secret"]
        )
        guard case .s3(let storage) = found.storage else {
            Issue.record("not S3")
            return
        }
        #expect(storage.credentials.accessKey == "id")
        #expect(storage.endpoint.host == "s3.us-east-1.amazonaws.com")
        #expect(storage.endpoint.addressing == .virtualHosted)
        let text = "[other]\naws_access_key_id = x\n[default]\naws_access_key_id = id\naws_secret_access_key=s=t\n"
        #expect(SharedCredentialsFile.parse(text) == Credentials(accessKey: "id", secretKey: "s=t"))
    }

    @Test(arguments: [
        ("auth: {token: {realm: x}}", "auth.token"), ("auth: {silly: {realm: x}}", "auth.silly"),
        ("proxy: {remoteurl: 'https://registry-1.docker.io'}", "proxy.remoteurl"),
        ("http: {tls: {certificate: a}}", "http.tls.certificate"), ("http: {net: unix}", "http.net"),
        ("http: {tls: {certificate: a, key: b, minimumtls: tls1.0}}", "http.tls.minimumtls"),
        ("http: {tls: {clientcas: [a]}}", "http.tls.clientcas"), ("http: {prefix: /x/}", "http.prefix"),
        ("auth: {htpasswd: {realm: x}}", "auth.htpasswd.path"), ("http: {headers: {'a b': [c]}}", "http.headers.a b.0"),
        ("http: {trustedproxies: [anybody]}", "http.trustedproxies.0"), ("log: {level: loud}", "log.level"),
    ])
    func `refuse what would not be as safe as it looks`(_ text: String, _ key: String) {
        #expect(problems { try settings(file: "storage: {inmemory: }\n" + text) } == [key])
    }

    @Test func `name a misspelt key`() throws {
        let settings = try self.settings(file: "storage: {inmemory: , delete: {enable: true}}\n")
        #expect(settings.warnings.map(\.key) == ["storage.delete.enable"])
        #expect(settings.warnings.first?.message == "no such key; did you mean storage.delete.enabled?")
    }
}
