import Kubernetes

/// `imagesignatures`: the signatures of images, each as an object `image@name` that is kept in its image.
struct ImageSignatureBackend: ResourceBackend {
    /// How large a signature may be, and how many an image may have.
    static let contentLimit = 256 << 10
    static let countLimit = 64

    let objects: any LocalObjects

    func create(_ object: JSONValue, _ request: ResourceRequest) async throws -> JSONValue {
        let (image, _) = try Self.split(object.name)
        let causes = Self.problems(in: object, image: image, field: "")
        guard causes.isEmpty else { throw Status.invalid(request.kind.gvk, name: object.name, causes) }
        var made = object
        made.set(.string(UUIDText.random()), at: ["metadata", "uid"])
        made.set(.string(RFC3339.text(seconds: WallClock.now())), at: ["metadata", "creationTimestamp"])
        for member in ["kind", "apiVersion"] { made.set(nil, at: [member]) }
        let signature = made
        let (resource, isDryRun) = (request.kind.groupResource, request.options.isDryRun)
        let written = try await objects.update(KnownResource.images, namespace: "", name: image, subresource: nil) {
            let signatures = $0["signatures"]?.array ?? []
            guard !signatures.contains(where: { $0.name == signature.name }) else {
                throw Status.alreadyExists(resource, name: signature.name)
            }
            guard signatures.count < Self.countLimit else {
                throw Status.forbidden(resource, name: signature.name, "the image has too many signatures")
            }
            if isDryRun { return nil }
            var changed = $0
            changed.set(.array(signatures + [signature]), at: ["signatures"])
            return changed
        }
        guard written != nil else { throw Status.notFound(KnownResource.images, name: image) }
        return Self.shown(signature)
    }

    func delete(
        _ name: String,
        _ options: DeleteOptions,
        _ request: ResourceRequest
    ) async throws -> DeletionOutcome {
        let (imageName, _) = try Self.split(name)
        let image = try await objects.get(KnownResource.images, namespace: "", name: imageName)
        guard let image else { throw Status.notFound(KnownResource.images, name: imageName) }
        guard let found = image["signatures"]?.array?.first(where: { $0.name == name }) else {
            throw Status.notFound(request.kind.groupResource, name: name)
        }
        if options.isDryRun || request.options.isDryRun { return .deleted(Self.shown(found)) }
        _ = try await objects.update(KnownResource.images, namespace: "", name: imageName, subresource: nil) {
            let left = ($0["signatures"]?.array ?? []).filter { $0.name != name }
            var changed = $0
            changed.set(left.isEmpty ? nil : .array(left), at: ["signatures"])
            return changed
        }
        return .deleted(Self.shown(found))
    }

    private static func shown(_ signature: JSONValue) -> JSONValue {
        var shown: JSONValue = ["kind": "ImageSignature", "apiVersion": "image.openshift.io/v1"]
        for member in signature.object ?? JSONObject() { shown.set(member.value, at: [member.name]) }
        return shown
    }

    private static func split(_ name: String) throws -> (image: String, signature: String) {
        let parts = name.split(separator: "@", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else {
            throw Status.badRequest("ImageSignatures must be accessed with <imageName>@<signatureName>")
        }
        return (parts[0], parts[1])
    }

    /// What is wrong with a signature of an image.
    static func problems(in signature: JSONValue, image: String, field: String) -> [Status.Cause] {
        let prefix = field.isEmpty ? "" : "\(field)."
        var causes: [Status.Cause] = []
        if !signature.name.hasPrefix("\(image)@") || signature.name.utf8.count <= image.utf8.count + 1 {
            let why = "must be in the form of imageName@signatureName"
            causes.append(.invalid("\(prefix)metadata.name", signature.name, why))
        }
        if signature["type"]?.string ?? "" == "" { causes.append(.required("\(prefix)type")) }
        let content = signature["content"]?.string ?? ""
        if content.isEmpty { causes.append(.required("\(prefix)content")) }
        if content.utf8.count > contentLimit { causes.append(.tooLong("\(prefix)content", limit: contentLimit)) }
        return causes
    }
}
