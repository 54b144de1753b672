import Kubernetes
import Testing

@Suite struct `A quantity` {
    @Test(arguments: [
        ("0", "0"), ("1", "1"), ("100m", "100m"), ("0.1", "100m"), ("1000m", "1"), ("1.5", "1500m"), ("+2", "2"),
        ("-3", "-3"),
        ("1Ki", "1Ki"), ("1024Ki", "1Mi"), ("1.5Gi", "1536Mi"), ("0.5Ki", "512"), ("1000", "1k"), ("2e3", "2e3"),
        ("2E3", "2e3"),
        ("1500000", "1500k"), ("3E", "3E"), (".5", "500m"), ("1.", "1"), ("0.0000000001", "1n"), ("1n", "1n"),
        ("1e-3", "1e-3"),
        ("1u", "1u"), ("1.0000000000000000001", "1000000001n"), ("99999999999999999999999999", "9223372036854775807"),
        ("9Ei", "9223372036854775807"), ("12345678.901", "12345678901m"),
        ("147573952589.999Ei", "9223372036854775807"), ("-170141183460.9E", "-9223372036854775807"),
    ])
    func `is read exactly and written in its shortest form`(_ text: String, _ canonical: String) throws {
        let quantity = try #require(Quantity(parsing: text))
        #expect(quantity.description == canonical)
        #expect(Quantity(parsing: quantity.description) == quantity)
    }

    @Test(arguments: [
        "", "-", "+", ".", "1 ", " 1", "1kk", "1K", "1mi", "1e", "1ee3", "1e99", "e3", "1.2.3", "NaN", "1٣", "0x1",
        "1Zi",
    ])
    func `refuses what is none`(_ text: String) { #expect(Quantity(parsing: text) == nil) }

    @Test func `adds and compares without losing anything`() throws {
        func amount(_ text: String) throws -> Quantity { try #require(Quantity(parsing: text)) }
        var sum = Quantity.zero
        for _ in 0..<10 { sum = try sum + amount("100m") }
        #expect(try sum == amount("1") && sum.description == "1")
        #expect(try amount("1Gi") > amount("1G"))
        #expect(try amount("9007199254740993") > amount("9007199254740992"))
        #expect(try (amount("1Gi") - amount("512Mi")).description == "512Mi")
        #expect(Quantity(3) > Quantity(2))
    }

    @Test func `survives any text`() {
        var generator = SystemRandomNumberGenerator()
        let letters = Array("0123456789.+-eEinumkKMGTP")
        for _ in 0..<20_000 {
            let text = String(
                (0..<Int.random(in: 0...40, using: &generator)).compactMap { _ in letters.randomElement() }
            )
            guard let quantity = Quantity(parsing: text) else { continue }
            #expect(Quantity(parsing: quantity.description) == quantity, "\(text)")
        }
    }
}
