/// What a manifest says of content that it refers to.
///
/// https://github.com/opencontainers/image-spec/blob/main/descriptor.md
package struct Descriptor: Sendable, Equatable {
    package var mediaType: String
    package var digest: Digest
    package var size: Int64
    package var artifactType: String?
    package var annotations: [Annotation]
    /// Whether `urls` names other places for the content.
    package var hasURLs: Bool

    package init(
        mediaType: String,
        digest: Digest,
        size: Int64,
        artifactType: String? = nil,
        annotations: [Annotation] = [],
        hasURLs: Bool = false
    ) {
        self.mediaType = mediaType
        self.digest = digest
        self.size = size
        self.artifactType = artifactType
        self.annotations = annotations
        self.hasURLs = hasURLs
    }

    /// The descriptor as JSON; `urls` are left out.
    package var json: JSONValue {
        var members: [JSONMember] = [
            JSONMember("mediaType", .string(mediaType)),
            JSONMember("digest", .string(digest.text)),
            JSONMember("size", .number(String(size))),
        ]
        if let artifactType { members.append(JSONMember("artifactType", .string(artifactType))) }
        if !annotations.isEmpty {
            members.append(
                JSONMember("annotations", .object(annotations.map { JSONMember($0.key, .string($0.value)) }))
            )
        }
        return .object(members)
    }
}
