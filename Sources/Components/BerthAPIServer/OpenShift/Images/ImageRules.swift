import Kubernetes

/// The rules of images: what manifest and configuration say is filled in once.
struct ImageRules: ResourceStrategy {
    static let storedAnnotation = "image.openshift.io/manifestBlobStored"
    static let managedAnnotation = "openshift.io/image.managed"

    var nameRule: NameRule { .pathSegment }

    func prepareForCreate(_ object: inout JSONValue) {
        ImageMetadata.fill(&object)
        if object.annotations[Self.storedAnnotation] == "true" { Self.dropManifest(&object) }
    }

    /// The content of an image never changes; what describes it is filled in where it was missing.
    func prepareForUpdate(_ object: inout JSONValue, old: JSONValue) {
        for member in ["dockerImageMetadata", "dockerImageMetadataVersion", "dockerImageLayers"] {
            if let value = old[member], !value.isNull { object.set(value, at: [member]) }
        }
        if object["dockerImageManifestMediaType"]?.string ?? "" == "" {
            object.set(old["dockerImageManifestMediaType"], at: ["dockerImageManifestMediaType"])
        }
        ImageMetadata.fill(&object)
        if object.annotations[Self.storedAnnotation] == "true" { Self.dropManifest(&object) }
    }

    /// The registry has the manifest as a blob, so it need not lie here too.
    static func dropManifest(_ object: inout JSONValue) {
        object.set(nil, at: ["dockerImageManifest"])
        object.set(nil, at: ["dockerImageConfig"])
    }

    func validate(_ object: JSONValue, old: JSONValue?) -> [Status.Cause] {
        var causes: [Status.Cause] = []
        let reference = object["dockerImageReference"]?.string ?? ""
        if reference.isEmpty {
            causes.append(.required("dockerImageReference"))
        } else if ImageReference(reference) == nil {
            causes.append(.invalid("dockerImageReference", reference, "must be the name of an image"))
        }
        for (index, signature) in (object["signatures"]?.array ?? []).enumerated() {
            causes += ImageSignatureBackend.problems(in: signature, image: object.name, field: "signatures[\(index)]")
        }
        return causes
    }
}
