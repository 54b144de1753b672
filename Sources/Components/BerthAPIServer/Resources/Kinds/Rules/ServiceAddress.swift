/// Addresses and ports for services that ask for none: derived from their names, so that they stay the same.
///
/// Nothing routes by them here; two services that meet at one address are no harm.
enum ServiceAddress {
    /// In 172.30.0.0/16, a cluster's usual service network.
    static func clusterIP(_ key: String) -> String {
        let hash = hash(key)
        return "172.30.\(hash >> 8 & 0xFF).\(hash % 254 + 1)"
    }

    /// 30000 to 32767.
    static func nodePort(_ key: String) -> Int64 { Int64(30000 + hash(key) % 2768) }

    /// FNV-1a.
    private static func hash(_ key: String) -> UInt32 {
        key.utf8.reduce(2_166_136_261) { ($0 ^ UInt32($1)) &* 16_777_619 }
    }
}
