import Kubernetes

/// `imagestreamimages`: an image that a stream has or had, as `stream@sha256:…`.
struct ImageStreamImageBackend: ResourceBackend {
    let store: ImageStreamStore

    func get(_ name: String, _ request: ResourceRequest) async throws -> JSONValue {
        guard let at = name.firstIndex(of: "@"), at != name.startIndex else {
            throw Status.badRequest("ImageStreamImages must be retrieved with <name>@<id>")
        }
        let (streamName, id) = (String(name[..<at]), String(name[name.index(after: at)...]))
        let stream = try await store.stream(streamName, in: request.namespace)
        let digest = stream.event(ofImage: id)?["image"]?.string ?? ""
        guard let image = try await store.image(digest) else {
            throw Status.notFound(request.kind.groupResource, name: name)
        }
        var metadata = JSONObject()
        metadata["name"] = .string("\(streamName)@\(digest)")
        metadata["namespace"] = .string(stream.namespace)
        for member in ["uid", "resourceVersion", "creationTimestamp"] {
            metadata[member] = image["metadata"]?[member]
        }
        for member in ["labels", "annotations"] { metadata[member] = stream.object["metadata"]?[member] }
        return [
            "kind": "ImageStreamImage", "apiVersion": "image.openshift.io/v1", "metadata": .object(metadata),
            "image": ImageStreamTagView.withoutManifest(image),
        ]
    }
}
