import S3

/// What all listings of a bucket are asked: which keys, from where, how many.
struct ListQuery: Sendable {
    let prefix: [UInt8]
    let delimiter: [UInt8]?
    /// The most entries of a page, at most 1,000.
    let limit: Int

    /// Reads the parameters; `limitName` is the parameter that bounds the page.
    init(_ query: QueryParameters, limitName: String) throws(S3Error) {
        prefix = query.bytes("prefix") ?? []
        let delimiter = query.bytes("delimiter") ?? []
        guard prefix.count <= ObjectKey.byteLimit, delimiter.count <= ObjectKey.byteLimit else {
            throw S3Error(.invalidArgument, "The prefix or the delimiter is too long.")
        }
        self.delimiter = delimiter.isEmpty ? nil : delimiter
        limit = min(try query.number(limitName) ?? 1000, 1000)
    }

    /// Where a page begins that follows the key or common prefix `marker`.
    func start(after marker: [UInt8]) -> ObjectListing.Start {
        guard !marker.isEmpty else { return .beginning }
        guard let delimiter, isCommonPrefix(marker, delimiter) else { return .after(marker) }
        return .afterPrefix(marker)
    }

    /// Whether keys below `marker` are shown as this one entry.
    private func isCommonPrefix(_ marker: [UInt8], _ delimiter: [UInt8]) -> Bool {
        guard marker.starts(with: prefix), marker.count > prefix.count, marker.suffix(delimiter.count) == delimiter[...]
        else { return false }
        // The delimiter at the end must be the first one behind the prefix.
        let rest = Array(marker[prefix.count...])
        let last = rest.count - delimiter.count
        guard last >= 0 else { return false }
        return !(0..<last).contains { rest[$0...].starts(with: delimiter) }
    }
}
