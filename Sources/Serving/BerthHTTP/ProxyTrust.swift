import HTTPTypes
import Glibc

/// The proxies whose `X-Forwarded-*` headers are believed; everybody else's are ignored.
package struct ProxyTrust: Sendable {
    private let networks: [(address: [UInt8], prefix: Int)]

    /// Nobody.
    package static let nobody = ProxyTrust(networks: [])

    private init(networks: [(address: [UInt8], prefix: Int)]) {
        self.networks = networks
    }

    /// Addresses or networks in CIDR notation; nil when one of them is neither.
    package init?(_ texts: [String]) {
        var networks: [(address: [UInt8], prefix: Int)] = []
        for text in texts {
            let parts = text.split(separator: "/", maxSplits: 1)
            guard let first = parts.first, let address = Self.bytes(of: String(first)) else { return nil }
            let prefix = parts.count == 2 ? Int(parts[1]) : address.count * 8
            guard let prefix, (0...address.count * 8).contains(prefix) else { return nil }
            networks.append((address, prefix))
        }
        self.networks = networks
    }

    /// The client's address and scheme behind the proxy at `peer`, if it is trusted.
    ///
    /// `X-Forwarded-For` is read from the right: the first address that is no trusted proxy is the client.
    func forwarded(_ headers: HTTPFields, peer: String?) -> (address: String?, scheme: String?) {
        guard !networks.isEmpty, let peer, isTrusted(peer) else { return (nil, nil) }
        var client: String?
        if let chain = HTTPField.Name("X-Forwarded-For").flatMap({ headers[$0] }) {
            for hop in chain.split(separator: ",").reversed() {
                let address = String(hop.trimmingPrefix(while: { $0 == " " })).split(separator: " ").first.map(
                    String.init
                )
                guard let address, Self.bytes(of: address) != nil else { break }
                client = address
                if !isTrusted(address) { break }
            }
        }
        let scheme = HTTPField.Name("X-Forwarded-Proto").flatMap { headers[$0] }?.lowercased()
        return (client, scheme == "https" || scheme == "http" ? scheme : nil)
    }

    private func isTrusted(_ text: String) -> Bool {
        guard let address = Self.bytes(of: text) else { return false }
        return networks.contains { network in
            network.address.count == address.count
                && (0..<network.prefix).allSatisfy { bit in
                    (network.address[bit / 8] ^ address[bit / 8]) & (0x80 >> UInt8(bit % 8)) == 0
                }
        }
    }

    private static func bytes(of text: String) -> [UInt8]? {
        for (family, length) in [(AF_INET, 4), (AF_INET6, 16)] {
            var address = [UInt8](repeating: 0, count: length)
            if inet_pton(family, text, &address) == 1 { return address }
        }
        return nil
    }
}
