import Foundation
import SwiftASN1
import X509

/// A name under which a server is reached and which its certificate therefore carries: a DNS name or an IP address.
///
/// [RFC 5280 §4.2.1.6](https://www.rfc-editor.org/rfc/rfc5280#section-4.2.1.6): addresses are 4 or 16 bytes in network order.
package struct ServingName: Hashable, Sendable, CustomStringConvertible {
    private enum Content: Hashable {
        case dns(String)
        case address([UInt8])
    }

    private let content: Content
    /// The name as it was given, in lower case.
    package let description: String

    /// Takes an IPv4 or IPv6 address (brackets allowed) or a DNS name of at most 253 characters; `*.` may stand in front.
    package init(_ text: String) throws(PKIError) {
        var lowered = text.lowercased()
        if lowered.hasPrefix("["), lowered.hasSuffix("]") { lowered = String(lowered.dropFirst().dropLast()) }
        description = lowered
        if let address = Self.address(lowered) {
            content = .address(address)
        } else if Self.isDNSName(lowered) {
            content = .dns(lowered)
        } else {
            throw .nameMalformed(text)
        }
    }

    /// Whether it stands for many names, so that none can be called by it.
    package var isWildcard: Bool { description.hasPrefix("*.") }

    /// Whether only this machine can be reached under the name.
    package var isLoopback: Bool {
        switch content {
        case .dns(let name): name == "localhost" || name.hasSuffix(".localhost")
        case .address(let bytes):
            bytes.count == 4 ? bytes.first == 127 : bytes == [UInt8](repeating: 0, count: 15) + [1]
        }
    }

    /// The names that every certificate of this machine carries: `localhost`, both loopback addresses and the host's name.
    package static func ofThisMachine() -> [ServingName] {
        var names = ["localhost", "127.0.0.1", "::1"]
        var buffer = [CChar](repeating: 0, count: 256)
        if gethostname(&buffer, buffer.count - 1) == 0 {
            names.append(String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self))
        }
        return names.compactMap { try? ServingName($0) }
    }

    /// The name as the certificate's extension holds it.
    var generalName: GeneralName {
        switch content {
        case .dns(let name): .dnsName(name)
        case .address(let bytes): .ipAddress(ASN1OctetString(contentBytes: bytes[...]))
        }
    }

    private static func address(_ text: String) -> [UInt8]? {
        for (family, size) in [(AF_INET, 4), (AF_INET6, 16)] {
            var bytes = [UInt8](repeating: 0, count: size)
            if inet_pton(family, text, &bytes) == 1 { return bytes }
        }
        return nil
    }

    private static func isDNSName(_ text: String) -> Bool {
        let name = text.hasPrefix("*.") ? text.dropFirst(2) : text[...]
        guard (1...253).contains(name.utf8.count) else { return false }
        return name.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { label in
            (1...63).contains(label.utf8.count) && label.first != "-" && label.last != "-"
                && label.utf8.allSatisfy { byte in
                    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
                        || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                        || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
                }
        }
    }
}
