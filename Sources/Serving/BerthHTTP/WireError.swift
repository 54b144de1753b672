package import HummingbirdCore

/// An error that knows the response it becomes: each protocol's errors are mapped to the wire in one place.
package protocol WireError: Error {
    /// The response in the protocol's own form. It names no path of the server and no secret.
    func response(in context: HTTPContext) -> Response
}
