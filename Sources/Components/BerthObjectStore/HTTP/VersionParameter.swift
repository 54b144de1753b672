import S3

/// The `versionId` of a request: buckets here have no versions but the one called `null`.
enum VersionParameter {
    /// Refuses every version but `null`; whether one was named.
    @discardableResult
    static func check(_ query: QueryParameters) throws(S3Error) -> Bool {
        guard let text = try query.text("versionId") else { return false }
        guard text == "null" else {
            guard !text.isEmpty else { throw S3Error(.invalidArgument, "Version id cannot be the empty string") }
            throw S3Error(.noSuchVersion)
        }
        return true
    }
}
