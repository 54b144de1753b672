import BerthPKI
import Foundation
import S3
import Testing

@testable import BerthCommands

@Suite struct `An object store's settings` {
    private func settings(
        flags: [String: String] = ["data": "/d"],
        environment: [String: String] = [:]
    ) throws -> ObjectStoreSettings {
        try ObjectStoreSettings(
            ObjectStoreSources.settings(
                flags: layer(flags, "--flag"),
                file: nil,
                environment: ProcessEnvironment(environment)
            )
        )
    }

    @Test func `take MinIO's names, the newer before the older`() throws {
        let settings = try settings(
            flags: [:],
            environment: [
                "MINIO_VOLUMES": "/data", "MINIO_ROOT_USER": "new", "MINIO_ACCESS_KEY": "old",
                "MINIO_SECRET_KEY": "secret", "MINIO_DOMAIN": "s3.test,S3.example.test", "MINIO_REGION": "local",
                "MINIO_ADDRESS": ":9000",
            ]
        )
        #expect(settings.directory == "/data")
        #expect(settings.rootCredentials == Credentials(accessKey: "new", secretKey: "secret"))
        #expect(settings.domains == ["s3.test", "s3.example.test"])
        #expect(settings.region == "local")
        #expect(settings.listen == ListenAddress(host: "0.0.0.0", port: 9000))
    }

    @Test func `read secrets from the files that variables name`() throws {
        let path = NSTemporaryDirectory() + "berth-secret-\(UInt64.random(in: .min ... .max))"
        defer { try? FileManager.default.removeItem(atPath: path) }
        try AtomicFile.write("hunter2\r\n".utf8, to: path, mode: 0o600)
        let named = ["MINIO_ROOT_USER": "root", "MINIO_ROOT_PASSWORD_FILE": path]
        #expect(try settings(environment: named).rootCredentials?.secretKey == "hunter2")
        let own = ["MINIO_ROOT_USER": "root", "BERTH_OBJECT_STORE_ROOT_SECRETKEY_FILE": path]
        #expect(try settings(environment: own).rootCredentials?.secretKey == "hunter2")
        #expect(throws: ConfigurationError.self) {
            try settings(environment: ["MINIO_ROOT_USER": "root", "MINIO_ROOT_PASSWORD_FILE": path + ".none"])
        }
    }

    @Test func `refuse half a key, and no directory`() {
        #expect(throws: ConfigurationError.self) { try settings(environment: ["MINIO_ROOT_USER": "root"]) }
        #expect(throws: ConfigurationError.self) { try settings(environment: ["MINIO_ROOT_PASSWORD": "secret"]) }
        #expect(throws: ConfigurationError.self) { try settings(flags: [:]) }
    }

    @Test func `do not show a secret that is wrong`() {
        #expect {
            _ = try settings(environment: ["MINIO_ROOT_PASSWORD": "hunter2"])
        } throws: { !"\($0)".contains("hunter2") }
    }
}
