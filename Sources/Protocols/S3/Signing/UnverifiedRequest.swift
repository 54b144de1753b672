/// A request as it came, before anybody vouches for it.
package struct UnverifiedRequest: Sendable {
    package let method: String
    /// The path of the request line, still encoded.
    package let path: String
    /// The query of the request line, still encoded, in its order.
    package let query: [(name: String, value: String?)]
    /// All header fields with `host`, names in lower case, repeated fields as they came.
    package let headers: [(name: String, value: String)]

    package init(
        method: String,
        path: String,
        query: [(name: String, value: String?)],
        headers: [(name: String, value: String)]
    ) {
        self.method = method
        self.path = path
        self.query = query
        self.headers = headers
    }

    /// The values of a field; more than one is a fault for the fields of a signature.
    func values(of name: String) -> [String] {
        headers.filter { $0.name == name }.map(\.value)
    }
}
