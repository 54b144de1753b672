/// Names that nobody can guess: 128 random bits from the system, written as a version 4 UUID.
enum RandomName {
    static func make() -> String {
        var generator = SystemRandomNumberGenerator()
        let high = (generator.next() & 0xffff_ffff_ffff_0fff) | 0x4000
        let low = (generator.next() & 0x3fff_ffff_ffff_ffff) | 0x8000_0000_0000_0000
        let digits = hexadecimal(high) + hexadecimal(low)
        var name = ""
        for (index, digit) in digits.enumerated() {
            if index == 8 || index == 12 || index == 16 || index == 20 { name.append("-") }
            name.append(digit)
        }
        return name
    }

    private static func hexadecimal(_ value: UInt64) -> String {
        let digits = String(value, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
