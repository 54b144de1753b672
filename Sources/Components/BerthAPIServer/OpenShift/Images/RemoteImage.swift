import Kubernetes

/// An image as another registry has it.
struct RemoteImage: Sendable {
    /// Of the manifest.
    let digest: String
    let mediaType: String
    let manifest: String
    /// Empty when the manifest has none.
    let config: String
}

/// Where images are imported from.
struct ImageSource: Sendable {
    /// Which image, whether its registry may be without TLS or with any certificate, and the project's pull secrets.
    typealias Query = (reference: ImageReference, isInsecure: Bool, secrets: [JSONValue])

    /// - Throws: `Status`.
    let image: @Sendable (Query) async throws -> RemoteImage
    /// The tags of a repository.
    ///
    /// - Throws: `Status`.
    let tags: @Sendable (Query) async throws -> [String]
}
