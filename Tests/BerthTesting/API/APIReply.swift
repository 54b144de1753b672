package import Kubernetes

/// What an API server or an OAuth server answered.
package struct APIReply: Sendable, CustomStringConvertible {
    /// The status code.
    package let status: Int
    /// The header fields in order.
    package let headers: [(name: String, value: String)]
    /// The body.
    package let body: [UInt8]

    /// The first header field with this name.
    package subscript(name: String) -> String? {
        headers.first { $0.name.lowercased() == name.lowercased() }?.value
    }

    /// The body as text.
    package var text: String { String(decoding: body, as: UTF8.self) }

    /// The body as JSON; null when it is none.
    package var json: JSONValue { (try? JSONValue(parsing: body)) ?? .null }

    /// The names of a list's items, or of a table's rows.
    package var names: [String] {
        let rows = json["rows"]?.array?.compactMap { $0["object"] }
        return (rows ?? json["items"]?.array ?? []).map(\.name)
    }

    package var description: String { "\(status) | \(text.prefix(1200))" }
}
