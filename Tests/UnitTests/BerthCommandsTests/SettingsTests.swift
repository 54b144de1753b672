import Testing

@testable import BerthCommands

@Suite struct `The settings` {
    @Test func `come from the strongest source that says something`() {
        let settings = Settings(layers: [
            layer(["a": ""], "flag"), layer(["a": "1", "b": "1"], "variable"),
            layer(["a": "2", "b": "2", "c": "2"], "file"),
        ])
        #expect(settings.setting("a")?.origin == "variable")
        #expect(settings.setting("b")?.origin == "variable")
        #expect(settings.setting("c")?.origin == "file")
        #expect(settings.setting("d") == nil)
    }

    @Test func `name everything that is wrong at once`() {
        var settings = Settings(layers: [
            layer(["flag": "maybe", "number": "12x", "span": "soon", "address": "host", "level": "loud"], "c.yml:1")
        ])
        _ = settings.flag("flag")
        _ = settings.integer("number", in: 1...5)
        _ = settings.duration("span")
        _ = settings.address("address")
        _ = settings.choice("level", of: LogFormat.self)
        #expect(settings.problems.map(\.key) == ["flag", "number", "span", "address", "level"])
        #expect(settings.problems.allSatisfy { $0.origin == "c.yml:1" })
        #expect(throws: ConfigurationError.self) { try settings.validate() }
    }

    @Test func `know a group without values`() {
        let settings = Settings(layers: [layer(["storage.inmemory": "", "auth.htpasswd.path": "x"], "file")])
        #expect(settings.mentions("storage.inmemory"))
        #expect(settings.mentions("auth.htpasswd"))
        #expect(!settings.mentions("auth.ht"))
    }

    @Test(arguments: [
        ("127.0.0.1:5000", "127.0.0.1", 5000), (":5000", "0.0.0.0", 5000), ("0", "127.0.0.1", 0),
        ("[::1]:0", "::1", 0), ("registry.test:443", "registry.test", 443),
    ])
    func `read addresses`(_ text: String, _ host: String, _ port: Int) {
        #expect(ListenAddress(text) == ListenAddress(host: host, port: port))
    }

    @Test(arguments: ["", "a", "a:", "a:b", "a:70000", "::1:80", "a b:1", "[::1", "a:-1", "a:+1", "a:٣", "*.x:1"])
    func `refuse what is no address`(_ text: String) {
        #expect(ListenAddress(text) == nil)
    }
}

/// A layer whose values all come from `origin`.
func layer(_ values: [String: String], _ origin: String) -> [String: Setting] {
    var layer: [String: Setting] = [:]
    for (key, value) in values { layer[key.lowercased()] = Setting(key: key, value: value, origin: origin) }
    return layer
}
