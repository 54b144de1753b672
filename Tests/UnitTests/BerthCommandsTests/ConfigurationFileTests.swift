import Testing

@testable import BerthCommands

@Suite struct `A configuration file` {
    @Test func `is flat, and each value knows its line`() throws {
        let file = try ConfigurationFile(
            text: """
                version: 0.1
                http:
                  headers:
                    X-Content-Type-Options: [nosniff]
                storage:
                  S3: {bucket: b}
                  inmemory:
                """,
            name: "config.yml"
        )
        #expect(
            file.settings == [
                "version": Setting(key: "version", value: "0.1", origin: "config.yml:1"),
                "http.headers.x-content-type-options.0": Setting(
                    key: "http.headers.X-Content-Type-Options.0",
                    value: "nosniff",
                    origin: "config.yml:4"
                ),
                "storage.s3.bucket": Setting(key: "storage.S3.bucket", value: "b", origin: "config.yml:6"),
                "storage.inmemory": Setting(key: "storage.inmemory", value: "", origin: "config.yml:7"),
            ]
        )
    }

    @Test(arguments: ["a: [", "a: b: c", "- a", "text", "{a: 1, a: 2}", "? [a]\n: b", "\u{1}"])
    func `that is malformed is refused by name`(_ text: String) {
        #expect {
            _ = try ConfigurationFile(text: text, name: "broken.yml")
        } throws: { error in
            (error as? ConfigurationError)?.description.hasPrefix("broken.yml") == true
        }
    }

    @Test func `does not show what it holds when it is malformed`() {
        #expect {
            _ = try ConfigurationFile(text: "secretkey: hunter2: x", name: "broken.yml")
        } throws: { error in
            !"\(error)".contains("hunter2")
        }
    }

    @Test func `cannot multiply itself with aliases`() {
        var text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
        for level in 1...7 {
            let aliases = Array(repeating: "*a\(level - 1)", count: 10).joined(separator: ", ")
            text += "a\(level): &a\(level) [\(aliases)]\n"
        }
        #expect(throws: ConfigurationError.self) { try ConfigurationFile(text: text, name: "bomb.yml") }
    }

    @Test func `may be empty`() throws {
        let settings = try ConfigurationFile(text: "# nothing\n", name: "empty.yml").settings
        #expect(settings.isEmpty)
    }
}
