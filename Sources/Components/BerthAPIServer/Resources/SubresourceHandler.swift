package import HummingbirdCore
package import Kubernetes

/// Answers a subresource that is no status and no scale.
package protocol SubresourceHandler: Sendable {
    /// Answers `verb` (`get`, `create`, `update`, `patch`, `delete`) on the object `name`.
    ///
    /// `body` is decoded; nil when there is none.
    func handle(
        verb: String,
        name: String,
        body: JSONValue?,
        request: ResourceRequest
    ) async throws -> SubresourceAnswer
}

/// What a subresource answers.
package enum SubresourceAnswer: Sendable {
    /// 200, or 201 for `create`.
    case object(JSONValue)
    /// Anything else, such as a stream of text.
    case response(Response)
}
