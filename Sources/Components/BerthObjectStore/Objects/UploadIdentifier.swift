import S3

/// The name of an upload: its row, so that a list can go on behind one that is gone, and what nobody can guess.
enum UploadIdentifier {
    static func make(row: Int64) -> String {
        var random = SystemRandomNumberGenerator()
        let secret = (0..<16).map { _ in UInt8.random(in: 0...255, using: &random) }
        return Hex.encode(withUnsafeBytes(of: row.bigEndian) { Array($0) } + secret)
    }

    /// The row in the name, if it has the form of one.
    static func row(_ id: String) -> Int64? {
        guard let bytes = Hex.decode(id), bytes.count == 24 else { return nil }
        return bytes.prefix(8).reduce(0) { $0 << 8 | Int64($1) }
    }
}
