import Kubernetes

/// What an Image object says of its content, read from manifest and configuration.
///
/// Both texts come from clients: what cannot be read is left out.
enum ImageMetadata {
    static let textLimit = 8 << 20

    /// Fills `dockerImageMetadata`, layers, manifests and media type where they are missing.
    static func fill(_ image: inout JSONValue) {
        guard let text = image["dockerImageManifest"]?.string, let manifest = parsed(text) else {
            if image["dockerImageMetadata"] == nil { image.set(nil, at: ["dockerImageMetadataVersion"]) }
            return
        }
        let mediaType = mediaType(of: manifest)
        if image["dockerImageManifestMediaType"]?.string ?? "" == "" {
            image.set(.string(mediaType), at: ["dockerImageManifestMediaType"])
        }
        if let manifests = manifest["manifests"]?.array {
            if image["dockerImageManifests"]?.array == nil {
                image.set(.array(manifests.compactMap(subManifest)), at: ["dockerImageManifests"])
            }
            return
        }
        if image["dockerImageLayers"]?.array == nil, let layers = layers(of: manifest) {
            image.set(.array(layers), at: ["dockerImageLayers"])
            image.set("ascending", at: ["metadata", "annotations", "image.openshift.io/dockerLayersOrder"])
        }
        guard image["dockerImageMetadata"]?.object == nil else { return }
        let config = image["dockerImageConfig"]?.string ?? ""
        guard let metadata = metadata(manifest, config, image["dockerImageLayers"]?.array ?? []) else { return }
        image.set(metadata, at: ["dockerImageMetadata"])
        image.set("1.0", at: ["dockerImageMetadataVersion"])
    }

    private static func parsed(_ text: String) -> JSONValue? {
        guard text.utf8.count <= textLimit else { return nil }
        return try? JSONValue(parsing: text.utf8)
    }

    /// The media type that a manifest names, or that its shape has.
    static func mediaType(of manifest: JSONValue) -> String {
        if let named = manifest["mediaType"]?.string, !named.isEmpty { return named }
        if manifest["manifests"] != nil { return "application/vnd.oci.image.index.v1+json" }
        if manifest["schemaVersion"]?.integer == 1 {
            return manifest["signatures"] == nil
                ? "application/vnd.docker.distribution.manifest.v1+json"
                : "application/vnd.docker.distribution.manifest.v1+prettyjws"
        }
        return "application/vnd.oci.image.manifest.v1+json"
    }

    private static func subManifest(_ entry: JSONValue) -> JSONValue? {
        guard let digest = entry["digest"]?.string else { return nil }
        var members = JSONObject()
        members["digest"] = .string(digest)
        members["mediaType"] = entry["mediaType"] ?? ""
        members["manifestSize"] = entry["size"] ?? 0
        members["architecture"] = entry[path: "platform", "architecture"] ?? ""
        members["os"] = entry[path: "platform", "os"] ?? ""
        if let variant = entry[path: "platform", "variant"] { members["variant"] = variant }
        return .object(members)
    }

    /// Layers from the lowest to the highest; nil when the manifest lists none.
    private static func layers(of manifest: JSONValue) -> [JSONValue]? {
        if let layers = manifest["layers"]?.array {
            return layers.map { layer in
                [
                    "name": layer["digest"] ?? "", "size": layer["size"] ?? 0, "mediaType": layer["mediaType"] ?? "",
                ]
            }
        }
        // Schema 1 lists the highest first and knows no sizes.
        return manifest["fsLayers"]?.array?.reversed().map { layer in
            [
                "name": layer["blobSum"] ?? "", "size": 0,
                "mediaType": "application/vnd.docker.container.image.rootfs.diff+x-gtar",
            ]
        }
    }

    private static func metadata(_ manifest: JSONValue, _ config: String, _ layers: [JSONValue]) -> JSONValue? {
        let text: String
        if manifest["fsLayers"] != nil {
            text = manifest["history"]?.array?.first?["v1Compatibility"]?.string ?? ""
        } else {
            text = config
        }
        guard let source = parsed(text), source.object != nil else { return nil }
        var members = JSONObject()
        (members["kind"], members["apiVersion"]) = ("DockerImage", "1.0")
        members["Id"] = manifest[path: "config", "digest"] ?? source["id"] ?? ""
        members["Parent"] = source["parent"]
        members["Comment"] = source["comment"]
        members["Created"] = source["created"] ?? .null
        members["Container"] = source["container"]
        members["ContainerConfig"] = source["container_config"] ?? [:]
        members["DockerVersion"] = source["docker_version"]
        members["Author"] = source["author"]
        members["Config"] = source["config"] ?? [:]
        members["Architecture"] = source["architecture"] ?? "amd64"
        var seen: Set<String> = []
        var size = Int64(config.utf8.count)
        for layer in layers where seen.insert(layer["name"]?.string ?? "").inserted {
            let (sum, overflow) = size.addingReportingOverflow(max(0, layer["size"]?.integer ?? 0))
            size = overflow ? .max : sum
        }
        members["Size"] = .integer(size)
        return .object(members)
    }
}
