import BerthTesting
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
        (".1Ei", "115292150460684697600m"), ("330.311Pi", "371897124129093976064m"),
        ("12345678901.123456789", "12345678901123456789n"), ("12345678901234567890n", "12345678901234567890n"),
        ("9999999999999999999999999999m", "9223372036854775807"),
        ("1234567890123456789012345e-9", "1234567890123456789012345e-9"),
        ("99999999999999999999999999999999999999e-18", "9223372036854775807"),
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
        var random = SeededGenerator(seed: 5)
        let letters = Array("0123456789.+-eEinumkKMGTP")
        for _ in 0..<20_000 {
            let count = Int.random(in: 0...40, using: &random)
            expectRepeatable(String((0..<count).compactMap { _ in letters.randomElement(using: &random) }))
        }
    }

    @Test func `of any size and unit is written so that it is read as the same`() {
        var random = SeededGenerator(seed: 6)
        let units = ["", "n", "u", "m", "k", "M", "G", "T", "P", "E", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"]
        func digits(_ limit: Int) -> String {
            (0..<Int.random(in: 0...limit, using: &random)).map { _ in "\(Int.random(in: 0...9, using: &random))" }
                .joined()
        }
        for round in 0..<20_000 {
            let unit = round % 3 == 0 ? "e\(Int.random(in: -18...18, using: &random))" : units[round % units.count]
            expectRepeatable("\(digits(30)).\(digits(20))\(unit)")
        }
    }

    private func expectRepeatable(_ text: String) {
        guard let quantity = Quantity(parsing: text) else { return }
        let again = Quantity(parsing: quantity.description)
        if again != quantity { Issue.record("\(text) is written \(quantity.description)") }
    }
}
