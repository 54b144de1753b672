import Kubernetes

/// `imagestreammappings`: the registry says that an image was pushed to a tag (reference 9.3).
///
/// The image is created or kept, and becomes what the tag points to. Answers with a Success.
struct ImageStreamMappingBackend: ResourceBackend {
    static let kind = GroupVersionKind(group: "image.openshift.io", version: "v1", kind: "ImageStreamMapping")

    let store: ImageStreamStore
    let authorizer: any Authorizer

    func create(_ object: JSONValue, _ request: ResourceRequest) async throws -> JSONValue {
        let name = object.name
        let tag = object["tag"]?.string.flatMap { $0.isEmpty ? nil : $0 } ?? "latest"
        var image = object["image"] ?? [:]
        try check(object, image, tag)
        guard let stream = try await store.find(name, in: request.namespace) else {
            // The registry creates the stream when it reads this kind and name.
            throw Status.notFound(request.kind.groupResource, name: name)
        }
        try await checkMayUse(image, in: stream, request.user)
        if request.options.isDryRun { return Self.success }
        image.set("Image", at: ["kind"])
        image.set("image.openshift.io/v1", at: ["apiVersion"])
        for member in ["namespace", "resourceVersion", "uid"] { image.set(nil, at: ["metadata", member]) }
        let given = image["dockerImageReference"]?.string ?? ""
        let kept = try await store.keep(image)
        var reference = given
        if kept.wasThere {
            // Its first push named another stream; here it is pulled from this one.
            reference = kept.image["dockerImageReference"]?.string ?? given
            let repository = stream.object[path: "status", "dockerImageRepository"]?.string ?? ""
            if kept.image.annotations[ImageRules.managedAnnotation] == "true", !repository.isEmpty {
                reference = "\(repository)@\(image.name)"
            }
        }
        let (digest, seconds, place) = (image.name, store.now(), reference)
        let written = try await store.writeStatus(of: name, in: request.namespace) { stream in
            let event = ImageStream.event(
                reference: place,
                image: digest,
                generation: max(1, stream.object.generation),
                at: seconds
            )
            return stream.addTracked(event, to: tag)
        }
        guard written != nil else { throw Status.notFound(request.kind.groupResource, name: name) }
        return Self.success
    }

    /// An image that is there may be of another project: who brings its manifest has it, others need the right to see it.
    private func checkMayUse(_ image: JSONValue, in stream: ImageStream, _ user: UserInfo) async throws {
        let manifest = image["dockerImageManifest"]?.string ?? ""
        guard try await store.image(image.name) != nil, !stream.images.contains(image.name),
            ImageReference.digest(of: Array(manifest.utf8)) != image.name
        else { return }
        var attributes = AccessAttributes(user: user, verb: "get")
        (attributes.group, attributes.version) = ("image.openshift.io", "v1")
        (attributes.resource, attributes.name) = ("images", image.name)
        guard await authorizer.decide(attributes).isAllowed else {
            let why = "the image is there already, and its manifest was not given"
            throw Status.forbidden(KnownResource.images, name: image.name, why)
        }
    }

    private static let success: JSONValue = [
        "kind": "Status", "apiVersion": "v1", "metadata": [:], "status": "Success",
    ]

    private func check(_ object: JSONValue, _ image: JSONValue, _ tag: String) throws {
        var causes: [Status.Cause] = []
        if object.name.isEmpty { causes.append(.required("metadata.name")) }
        if !ImageReference.isTag(tag) { causes.append(.invalid("tag", tag, "must be a tag")) }
        if !ImageReference.isDigest(image.name) {
            causes.append(.invalid("image.metadata.name", image.name, "must be the digest of the manifest"))
        }
        causes += ImageRules().validate(image, old: nil).map { cause in
            var cause = cause
            cause.field = "image.\(cause.field)"
            return cause
        }
        guard causes.isEmpty else { throw Status.invalid(Self.kind, name: object.name, causes) }
    }
}
