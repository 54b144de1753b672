import Kubernetes

/// A tag of an image stream as an object of its own.
struct ImageStreamTagView {
    let stream: ImageStream
    let tag: String

    /// The parts of `stream:tag`; nil for a name that is no such pair.
    static func split(_ name: String) -> (stream: String, tag: String)? {
        guard let colon = name.lastIndex(of: ":"), colon != name.startIndex else { return nil }
        let tag = String(name[name.index(after: colon)...])
        let stream = String(name[..<colon])
        return tag.isEmpty || stream.contains(":") || stream.contains("/") ? nil : (stream, tag)
    }

    var name: String { "\(stream.name):\(tag)" }

    /// `ImageStreamTag`: what the tag points to now.
    ///
    /// Without `image` only its name is shown; a tag that points to nothing yet only with `allowsEmpty`.
    func imageStreamTag(image: JSONValue?, allowsEmpty: Bool) -> JSONValue? {
        let event = stream.latest(tag)
        let imageName = event?["image"]?.string ?? ""
        guard allowsEmpty || event != nil else { return nil }
        var members = JSONObject()
        (members["kind"], members["apiVersion"]) = ("ImageStreamTag", "image.openshift.io/v1")
        members["metadata"] = metadata
        members["tag"] = stream.specTag(tag) ?? .null
        members["generation"] = event?["generation"] ?? 0
        members["lookupPolicy"] = stream.object[path: "spec", "lookupPolicy"] ?? ["local": false]
        if let conditions = stream.statusTag(tag)?["conditions"] { members["conditions"] = conditions }
        var shown = image.map(Self.withoutManifest) ?? ["metadata": ["name": .string(imageName)]]
        shown.set(.string(reference), at: ["dockerImageReference"])
        members["image"] = shown
        return .object(members)
    }

    /// `ImageTag`: what the tag shall point to and all that it pointed to; nil when it is nothing at all.
    func imageTag(image: JSONValue?) -> JSONValue? {
        let (spec, status) = (stream.specTag(tag), stream.statusTag(tag))
        guard spec != nil || status != nil else { return nil }
        return [
            "kind": "ImageTag", "apiVersion": "image.openshift.io/v1", "metadata": metadata, "spec": spec ?? .null,
            "status": status ?? .null, "image": image.map(Self.withoutManifest) ?? .null,
        ]
    }

    private var metadata: JSONValue {
        var metadata = JSONObject()
        metadata["name"] = .string(name)
        metadata["namespace"] = .string(stream.namespace)
        for member in ["uid", "resourceVersion"] { metadata[member] = stream.object["metadata"]?[member] }
        metadata["creationTimestamp"] =
            stream.latest(tag)?["created"] ?? stream.object["metadata"]?["creationTimestamp"]
        if let labels = stream.object["metadata"]?["labels"] { metadata["labels"] = labels }
        if let annotations = stream.specTag(tag)?["annotations"]?.object, !annotations.isEmpty {
            metadata["annotations"] = .object(annotations)
        }
        return .object(metadata)
    }

    /// Where the image is pulled from: with the policy `Local` always from this cluster's registry.
    private var reference: String {
        let event = stream.latest(tag)
        let given = event?["dockerImageReference"]?.string ?? ""
        let image = event?["image"]?.string ?? ""
        let repository = stream.object[path: "status", "dockerImageRepository"]?.string ?? ""
        let policy = stream.specTag(tag)?[path: "referencePolicy", "type"]?.string
        guard policy == "Local", !image.isEmpty, !repository.isEmpty else { return given }
        return "\(repository)@\(image)"
    }

    static func withoutManifest(_ image: JSONValue) -> JSONValue {
        var image = image
        ImageRules.dropManifest(&image)
        for member in ["kind", "apiVersion"] { image.set(nil, at: [member]) }
        return image
    }
}
