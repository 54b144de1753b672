/// What a manifest says, read from its raw bytes; the bytes themselves are what is stored and served.
///
/// https://github.com/opencontainers/image-spec/blob/main/manifest.md and image-index.md, and Docker's schema 2 of both. Bytes that two
/// clients could understand as different things are refused (CVE-2021-41190).
package struct Manifest: Sendable, Equatable {
    /// The largest manifest accepted.
    package static let sizeLimit = 4 << 20
    /// The most descriptors that one manifest may list.
    package static let descriptorsLimit = 10_000

    package let kind: ManifestKind
    /// What `Content-Type` says when the manifest is served.
    package let mediaType: MediaType
    package let config: Descriptor?
    package let layers: [Descriptor]
    package let manifests: [Descriptor]
    package let subject: Descriptor?
    package let annotations: [Annotation]
    private let ownArtifactType: String?

    /// Reads a manifest; `contentType` is what the client said it is, `nil` when it said nothing.
    package init(parsing bytes: UnsafeRawBufferPointer, contentType: MediaType?) throws(ManifestError) {
        guard let document = JSONParser.parse(bytes), case .object(let members) = document else {
            throw .notJSON
        }
        try Self.refuseLookAlikes(members)
        mediaType = try Self.mediaType(of: document, contentType: contentType)
        guard let kind = mediaType.manifestKind else { throw .unsupportedMediaType(mediaType.text) }
        self.kind = kind
        guard document["schemaVersion"] == .number("2") else { throw .invalidField("schemaVersion") }
        guard document["fsLayers"] == nil, document["history"] == nil, document["signatures"] == nil else {
            throw .ambiguous
        }
        switch kind {
        case .image:
            guard document["manifests"] == nil else { throw .ambiguous }
            guard let config = document["config"] else { throw .missingField("config") }
            self.config = try Descriptor(config, field: "config")
            layers = try Self.descriptors(document, "layers")
            manifests = []
        case .index:
            guard document["layers"] == nil, document["config"] == nil else { throw .ambiguous }
            config = nil
            layers = []
            manifests = try Self.descriptors(document, "manifests")
        }
        subject = try document["subject"].map { value throws(ManifestError) in
            try Descriptor(value, field: "subject")
        }
        annotations = try Annotation.list(document["annotations"])
        ownArtifactType = try Self.optionalText(document, "artifactType")
    }

    /// The `artifactType` that a referrers list shows: the manifest's own, else of an image its config's media type.
    package var artifactType: String? {
        if let ownArtifactType, !ownArtifactType.isEmpty { return ownArtifactType }
        return config?.mediaType
    }

    private static func mediaType(
        of document: JSONValue,
        contentType: MediaType?
    ) throws(ManifestError) -> MediaType {
        guard let field = document["mediaType"] else {
            let shape: MediaType = document["manifests"] == nil ? .ociManifest : .ociIndex
            guard let contentType, contentType != .json, contentType != .octetStream else { return shape }
            guard contentType.manifestKind != nil else { throw .unsupportedMediaType(contentType.text) }
            guard contentType == shape else { throw .mediaTypeMismatch }
            return shape
        }
        guard let text = field.text, let mediaType = MediaType(text), mediaType.text == text else {
            throw .invalidField("mediaType")
        }
        guard let contentType, contentType != .json, contentType != .octetStream else { return mediaType }
        guard contentType == mediaType else { throw .mediaTypeMismatch }
        return mediaType
    }

    private static func descriptors(_ document: JSONValue, _ field: String) throws(ManifestError) -> [Descriptor] {
        guard case .array(let values)? = document[field] else { throw .missingField(field) }
        guard values.count <= descriptorsLimit else { throw .tooManyDescriptors }
        var descriptors: [Descriptor] = []
        descriptors.reserveCapacity(values.count)
        for value in values { descriptors.append(try Descriptor(value, field: field)) }
        return descriptors
    }

    static func optionalText(_ value: JSONValue, _ field: String) throws(ManifestError) -> String? {
        switch value[field] {
        case nil, .null?: return nil
        case .string(let text)?: return text
        default: throw .invalidField(field)
        }
    }

    private static let fields = [
        "schemaversion", "mediatype", "artifacttype", "config", "layers", "manifests", "subject", "annotations",
        "digest", "size", "urls", "data", "platform", "fslayers", "history", "signatures", "blobs",
    ]

    private static let exactFields: Set<String> = [
        "schemaVersion", "mediaType", "artifactType", "config", "layers", "manifests", "subject", "annotations",
        "digest", "size", "urls", "data", "platform", "fsLayers", "history", "signatures", "blobs",
    ]

    /// Refuses names that some JSON readers take for a known field although they are spelt otherwise (`Layers`, `layerſ`).
    static func refuseLookAlikes(_ members: [JSONMember]) throws(ManifestError) {
        for member in members where !exactFields.contains(member.name) && member.name.utf8.count <= 32 {
            var folded = member.name.lowercased()
            if !folded.utf8.allSatisfy({ $0 < 0x80 }) {
                folded = String(folded.map { $0 == "\u{17f}" ? "s" : $0 == "\u{212a}" ? "k" : $0 })
            }
            guard !fields.contains(folded) else { throw .ambiguous }
        }
    }
}
