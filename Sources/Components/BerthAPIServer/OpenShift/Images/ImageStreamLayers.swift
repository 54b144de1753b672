import Kubernetes

/// `imagestreams/layers`: every blob that may be pulled through a stream (reference 9.4).
struct ImageStreamLayers: SubresourceHandler {
    let store: ImageStreamStore

    func handle(
        verb: String,
        name: String,
        body: JSONValue?,
        request: ResourceRequest
    ) async throws -> SubresourceAnswer {
        guard verb == "get" else { throw Status.methodNotAllowed }
        let stream = try await store.stream(name, in: request.namespace)
        var blobs: [(String, JSONValue)] = []
        var images: [(String, JSONValue)] = []
        var seen = Set(stream.images)
        var waiting = stream.images
        while !waiting.isEmpty {
            let digest = waiting.removeFirst()
            guard let image = try await store.image(digest) else {
                images.append((digest, ["imageMissing": true, "layers": .null]))
                continue
            }
            let members = Self.references(of: image, digest, &blobs)
            for child in members["manifests"]?.strings ?? [] where seen.insert(child).inserted {
                waiting.append(child)
            }
            images.append((digest, members))
        }
        return .object([
            "kind": "ImageStreamLayers", "apiVersion": "image.openshift.io/v1",
            "metadata": stream.object["metadata"] ?? [:], "blobs": .object(JSONObject(blobs)),
            "images": .object(JSONObject(images)),
        ])
    }

    /// What an image consists of; adds its blobs.
    private static func references(
        of image: JSONValue,
        _ digest: String,
        _ blobs: inout [(String, JSONValue)]
    ) -> JSONValue {
        let layers = image["dockerImageLayers"]?.array ?? []
        var members: JSONValue = ["layers": .array(layers.compactMap { $0["name"] })]
        blobs.append(
            (digest, ["size": .null, "mediaType": image["dockerImageManifestMediaType"] ?? ""])
        )
        for layer in layers {
            guard let name = layer["name"]?.string else { continue }
            blobs.append((name, ["size": layer["size"] ?? .null, "mediaType": layer["mediaType"] ?? ""]))
        }
        if let config = image[path: "dockerImageMetadata", "Id"]?.string, ImageReference.isDigest(config) {
            members.set(.string(config), at: ["config"])
            blobs.append(
                (config, ["size": .null, "mediaType": "application/vnd.docker.container.image.v1+json"])
            )
        }
        let manifests = (image["dockerImageManifests"]?.array ?? []).compactMap { $0["digest"]?.string }
        if !manifests.isEmpty { members.set(JSONValue(strings: manifests), at: ["manifests"]) }
        return members
    }
}
