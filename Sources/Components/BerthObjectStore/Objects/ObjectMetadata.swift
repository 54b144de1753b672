/// What a client says about an object besides its bytes; kept and given back as it came.
package struct ObjectMetadata: Hashable, Sendable {
    /// A header field; the name in lower case.
    package struct Field: Hashable, Sendable {
        package let name: String
        package let value: String

        package init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    /// `content-type`, `cache-control`, `content-disposition`, `content-encoding`, `content-language`, `expires` and
    /// other headers that are answered as they were given.
    package var headers: [Field]
    /// `x-amz-meta-*`, without that prefix.
    package var user: [Field]

    package init(headers: [Field] = [], user: [Field] = []) {
        self.headers = headers
        self.user = user
    }

    /// The value of one of ``headers``.
    package func header(_ name: String) -> String? { headers.first { $0.name == name }?.value }
}
