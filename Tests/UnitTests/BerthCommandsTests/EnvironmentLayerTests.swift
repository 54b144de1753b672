import Testing

@testable import BerthCommands

@Suite struct `Variables that spell out keys` {
    @Test func `set nested keys`() throws {
        let settings = try EnvironmentLayer.settings(
            from: ProcessEnvironment([
                "REGISTRY_STORAGE_S3_BUCKET": "b", "REGISTRY_STORAGE": "s3", "HOME": "/", "REGISTRY_": "x",
                "REGISTRY_HTTP_ADDR": "", "REGISTRY_CONFIGURATION_PATH": "/c",
            ]),
            prefix: "REGISTRY_",
            excluding: ["REGISTRY_CONFIGURATION_PATH"]
        )
        #expect(settings.mapValues(\.value) == ["storage.s3.bucket": "b", "storage": "s3"])
        #expect(settings["storage.s3.bucket"]?.origin == "REGISTRY_STORAGE_S3_BUCKET")
    }

    @Test func `may hold YAML, and the longer name wins`() throws {
        let settings = try EnvironmentLayer.settings(
            from: ProcessEnvironment([
                "REGISTRY_STORAGE_S3": "{bucket: a, region: local}", "REGISTRY_STORAGE_S3_BUCKET": "b",
                "REGISTRY_HTTP_HEADERS_X-Frame-Options": "[DENY]",
            ]),
            prefix: "REGISTRY_"
        )
        #expect(
            settings.mapValues(\.value) == [
                "storage.s3.bucket": "b", "storage.s3.region": "local", "http.headers.x-frame-options.0": "DENY",
            ]
        )
    }

    @Test func `refuse broken YAML by name`() {
        #expect {
            _ = try EnvironmentLayer.settings(
                from: ProcessEnvironment(["REGISTRY_HTTP": "{addr: "]),
                prefix: "REGISTRY_"
            )
        } throws: { "\($0)".hasPrefix("REGISTRY_HTTP: ") }
    }
}

@Suite struct `Keys that nobody knows` {
    private let known = KnownKeys(
        effective: ["http.addr", "storage.filesystem.rootdirectory", "http.headers.*"],
        withoutEffect: ["redis.*"]
    )

    @Test func `are named, with a suggestion where one is near`() {
        let settings = Settings(layers: [
            layer(
                ["http.adr": "x", "http.headers.X-A.0": "y", "redis.addr": "z", "colour": "red", "storage": "x"],
                "c.yml:3"
            )
        ])
        #expect(
            known.warnings(about: settings).map(\.description) == [
                "c.yml:3: colour: no such key",
                "c.yml:3: http.adr: no such key; did you mean http.addr?",
                "c.yml:3: redis.addr: this key has no effect here",
            ]
        )
    }

    @Test func `may be secret, and are then refused on a command line`() throws {
        var flags = SettingFlags()
        flags.config = nil
        flags.set = ["storage.s3.secretkey=x"]
        #expect(throws: (any Error).self) { try flags.layer() }
        flags.set = ["storage.delete.enabled=true"]
        #expect(try flags.layer()["storage.delete.enabled"]?.value == "true")
    }
}
