import Glibc

/// A block of addresses, `10.0.0.0/8` or `2001:db8::/32`; one address is a block of itself.
struct IPAddressRange: Hashable, Sendable {
    private let bytes: [UInt8]
    private let prefixLength: Int

    init?(_ text: some StringProtocol) {
        let pieces = text.split(separator: "/", omittingEmptySubsequences: false)
        guard pieces.count <= 2, let first = pieces.first, let address = Self.address(first) else { return nil }
        bytes = address
        guard pieces.count == 2 else {
            prefixLength = address.count * 8
            return
        }
        guard !pieces[1].isEmpty, pieces[1].utf8.allSatisfy(Hex.isDecimal), let length = Int(pieces[1]),
            length <= address.count * 8
        else { return nil }
        prefixLength = length
    }

    /// Whether the address lies in the block; an IPv4 address in IPv6 form is the IPv4 address.
    func contains(_ text: some StringProtocol) -> Bool {
        guard let address = Self.address(text), address.count == bytes.count else { return false }
        let whole = prefixLength / 8
        guard address[..<whole] == bytes[..<whole] else { return false }
        let rest = prefixLength % 8
        guard rest > 0 else { return true }
        return (address[whole] ^ bytes[whole]) >> UInt8(8 - rest) == 0
    }

    private static func address(_ text: some StringProtocol) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: 16)
        let text = String(text)
        guard !text.utf8.contains(0) else { return nil }
        if inet_pton(AF_INET, text, &bytes) == 1 { return Array(bytes[..<4]) }
        guard inet_pton(AF_INET6, text, &bytes) == 1 else { return nil }
        let isMapped = bytes[..<10].allSatisfy { $0 == 0 } && bytes[10] == 0xFF && bytes[11] == 0xFF
        return isMapped ? Array(bytes[12...]) : bytes
    }
}
