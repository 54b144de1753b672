import Kubernetes

/// A resource that only answers what is created: a question that is not kept.
struct ReviewBackend: ResourceBackend {
    /// The answer of a review, sent with 201.
    let answer: @Sendable (_ review: JSONValue, _ request: ResourceRequest) async throws -> JSONValue

    func create(_ object: JSONValue, _ request: ResourceRequest) async throws -> JSONValue {
        try await answer(object, request)
    }
}
