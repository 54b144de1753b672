extension Descriptor {
    /// Reads a descriptor out of a manifest's `field`.
    init(_ value: JSONValue, field: String) throws(ManifestError) {
        guard case .object(let members) = value else { throw .invalidField(field) }
        try Manifest.refuseLookAlikes(members)
        guard let mediaType = value["mediaType"]?.text, let text = value["digest"]?.text,
            let digest = try? Digest(text), case .number(let number)? = value["size"], let size = Int64(number),
            size >= 0
        else { throw .invalidField(field) }
        let hasURLs: Bool
        switch value["urls"] {
        case nil, .null?: hasURLs = false
        case .array(let urls)? where urls.allSatisfy({ $0.text != nil }): hasURLs = !urls.isEmpty
        default: throw .invalidField("urls")
        }
        self.init(
            mediaType: mediaType,
            digest: digest,
            size: size,
            artifactType: try Manifest.optionalText(value, "artifactType"),
            annotations: try Annotation.list(value["annotations"]),
            hasURLs: hasURLs
        )
    }

    /// Reads back what `json` printed.
    package init?(json bytes: UnsafeRawBufferPointer) {
        guard let value = JSONParser.parse(bytes), let descriptor = try? Descriptor(value, field: "descriptor") else {
            return nil
        }
        self = descriptor
    }
}

extension Annotation {
    /// The annotations of a manifest or descriptor: an object of strings, or nothing.
    static func list(_ value: JSONValue?) throws(ManifestError) -> [Annotation] {
        switch value {
        case nil, .null?: return []
        case .object(let members)?:
            var annotations: [Annotation] = []
            annotations.reserveCapacity(members.count)
            for member in members {
                guard let text = member.value.text else { throw .invalidField("annotations") }
                annotations.append(Annotation(key: member.name, value: text))
            }
            return annotations
        default: throw .invalidField("annotations")
        }
    }
}
