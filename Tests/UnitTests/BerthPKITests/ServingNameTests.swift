import Testing

@testable import BerthPKI

@Suite struct `A serving name` {
    @Test(arguments: [
        "localhost", "Registry.Example.test", "*.apps.example.test", "10.0.0.1", "::1", "[fe80::1]", "a_b.test",
    ])
    func `is a DNS name or an address`(_ text: String) throws {
        #expect(try ServingName(text).description == text.lowercased().trimmingBrackets)
    }

    @Test(arguments: ["", ".", "a..b", "-a", "a-", "a b", "a/b", "*.", "*", "ü.test", "a,b", "[a.test", "1.2.3.4/8"])
    func `is nothing else`(_ text: String) {
        #expect(throws: PKIError.nameMalformed(text)) { try ServingName(text) }
    }

    @Test func `knows loopback`() throws {
        for text in ["localhost", "127.0.0.1", "127.3.2.1", "::1", "x.localhost"] {
            let name = try ServingName(text)
            #expect(name.isLoopback, "\(text)")
        }
        for text in ["0.0.0.0", "::", "128.0.0.1", "localhost.example.test", "127.example.test"] {
            let name = try ServingName(text)
            #expect(!name.isLoopback, "\(text)")
        }
    }
}

extension String {
    fileprivate var trimmingBrackets: String {
        hasPrefix("[") ? String(dropFirst().dropLast()) : self
    }
}
