import Kubernetes

/// Image streams, images, and the resources that are parts of them.
extension OpenShiftResources {
    private static let group = "image.openshift.io"

    private func kind(_ kind: String, _ resource: String, isNamespaced: Bool = true, verbs: [String]) -> ResourceKind {
        var made = ResourceKind(
            GroupVersionKind(group: Self.group, version: "v1", kind: kind),
            resource: resource,
            isNamespaced: isNamespaced
        )
        made.verbs = verbs
        made.strategy = ImagePartRules()
        return made
    }

    var images: [ServedResource] {
        let store = ImageStreamStore(objects: objects, directory: directory)
        return stored(store) + tags(store) + [
            ServedResource(
                kind("ImageStreamMapping", "imagestreammappings", verbs: ["create"]),
                .virtual(ImageStreamMappingBackend(store: store, authorizer: authorizer))
            ),
            ServedResource(
                kind("ImageStreamImport", "imagestreamimports", verbs: ["create"]),
                .virtual(ImageStreamImportBackend(store: store, source: RegistryImages().source))
            ),
            ServedResource(
                kind("ImageSignature", "imagesignatures", isNamespaced: false, verbs: ["create", "delete"]),
                .virtual(ImageSignatureBackend(objects: objects))
            ),
        ]
    }

    private func stored(_ store: ImageStreamStore) -> [ServedResource] {
        var served: [ServedResource] = []
        if var image = Self.stored(KnownResource.images) {
            image.strategy = ImageRules()
            served.append(ServedResource(image))
        }
        if var stream = Self.stored(KnownResource.imageStreams) {
            stream.strategy = ImageStreamRules()
            stream.subresources += [
                Subresource(
                    "layers",
                    GroupVersionKind(group: Self.group, version: "v1", kind: "ImageStreamLayers"),
                    verbs: ["get"],
                    .custom(ImageStreamLayers(store: store))
                ),
                Subresource(
                    "secrets",
                    GroupVersionKind(group: "", version: "v1", kind: "SecretList"),
                    verbs: ["get"],
                    .custom(ImageStreamSecrets(store: store))
                ),
            ]
            served.append(ServedResource(stream))
        }
        return served
    }

    private func tags(_ store: ImageStreamStore) -> [ServedResource] {
        let verbs = ["create", "delete", "get", "list", "patch", "update"]
        var streamTag = kind("ImageStreamTag", "imagestreamtags", verbs: verbs)
        streamTag.shortNames = ["istag"]
        streamTag.columns = imageColumns
        var imageTag = kind("ImageTag", "imagetags", verbs: verbs)
        imageTag.shortNames = ["itag"]
        imageTag.columns = [
            ViewColumns.name, ViewColumns.text("Spec", "spec", "from", "name"),
            TableColumn("Status") { tag, _ in
                .string(tag[path: "status", "items"]?.array?.first?["image"]?.string ?? "")
            },
        ]
        var streamImage = kind("ImageStreamImage", "imagestreamimages", verbs: ["get"])
        streamImage.shortNames = ["isimage"]
        streamImage.columns = imageColumns
        return [
            ServedResource(streamTag, .virtual(ImageStreamTagBackend(form: .imageStreamTag, store: store))),
            ServedResource(imageTag, .virtual(ImageStreamTagBackend(form: .imageTag, store: store))),
            ServedResource(streamImage, .virtual(ImageStreamImageBackend(store: store))),
        ]
    }

    private var imageColumns: [TableColumn] {
        [
            ViewColumns.name, ViewColumns.text("Image Reference", "image", "dockerImageReference"),
            TableColumn("Updated") { object, now in
                guard let time = object.creationTimestamp.flatMap({ RFC3339.seconds(parsing: $0) }) else {
                    return .string("")
                }
                return .string("\(Columns.relativeTime(seconds: now - time)) ago")
            },
            ViewColumns.text("Image Name", priority: 1, "image", "metadata", "name"),
        ]
    }
}

/// Names like `stream:tag` and `stream@sha256:…` fit into a path.
private struct ImagePartRules: ResourceStrategy {
    var nameRule: NameRule { .pathSegment }
    var allowsCreateOnUpdate: Bool { true }
}
