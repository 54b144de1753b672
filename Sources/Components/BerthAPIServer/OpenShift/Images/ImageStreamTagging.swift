import Kubernetes

/// Turns what the tags of an image stream shall point to into what they point to.
///
/// A tag that points into another project needs the writer's right to pull there.
struct ImageStreamTagging: Admission {
    let objects: any LocalObjects
    let authorizer: any Authorizer
    var now: @Sendable () -> Double = { WallClock.now() }

    func admit(_ write: inout AdmittedWrite) async throws {
        guard write.kind.groupResource == KnownResource.imageStreams, write.subresource == nil,
            write.operation != .delete
        else { return }
        var stream = ImageStream(write.object)
        let old = write.old.map { ImageStream($0) }
        var causes: [Status.Cause] = []
        for (index, tag) in stream.specTags.enumerated() {
            guard let name = tag["name"]?.string, let from = tag["from"], !from.isNull else { continue }
            if let before = old?.specTag(name), !Self.differs(before, tag, in: stream.namespace) { continue }
            do {
                try await resolve(name, tag, from, in: &stream, for: write.user, field: "spec.tags[\(index)].from")
            } catch let problem as Problem {
                causes.append(problem.cause)
            }
        }
        guard causes.isEmpty else { throw Status.invalid(write.kind.gvk, name: stream.name, causes) }
        write.object = stream.object
    }

    private struct Problem: Error { let cause: Status.Cause }

    /// Whether a tag shall point elsewhere, or anew (its generation was taken away or set to 0).
    static func differs(_ old: JSONValue, _ new: JSONValue, in namespace: String) -> Bool {
        func target(_ tag: JSONValue) -> [String] {
            let place = tag[path: "from", "namespace"]?.string ?? ""
            return [
                tag[path: "from", "kind"]?.string ?? "", place.isEmpty ? namespace : place,
                tag[path: "from", "name"]?.string ?? "",
            ]
        }
        if target(old) != target(new) || (old["reference"]?.bool ?? false) != (new["reference"]?.bool ?? false) {
            return true
        }
        let generation = new["generation"]?.integer ?? 0
        return generation == 0 ? (old["generation"]?.integer ?? 0) != 0 : generation != old["generation"]?.integer
    }

    private func resolve(
        _ name: String,
        _ tag: JSONValue,
        _ from: JSONValue,
        in stream: inout ImageStream,
        for user: UserInfo,
        field: String
    ) async throws {
        var tag = tag
        let generation = max(1, stream.object.generation)
        tag.set(.integer(generation), at: ["generation"])
        let target = from["name"]?.string ?? ""
        let isReference = tag["reference"]?.bool ?? false
        if from["kind"]?.string == "DockerImage" {
            // Without `reference` an import decides what the tag points to.
            stream.setSpecTag(name, tag)
            guard isReference, ImageReference(target) != nil else { return }
            // It names no image of this cluster, even by digest: whoever may see that one is asked elsewhere.
            stream.add(ImageStream.event(reference: target, image: "", generation: generation, at: now()), to: name)
            return
        }
        guard let (sourceName, key) = Self.split(target, from["kind"]?.string ?? "", default: stream.name) else {
            let why = "must be of the form <tag>, <repo>:<tag>, <id>, or <repo>@<id>"
            throw Problem(cause: .invalid("\(field).name", target, why))
        }
        let place = from["namespace"]?.string ?? ""
        let namespace = place.isEmpty ? stream.namespace : place
        var source = stream
        if namespace != stream.namespace || sourceName != stream.name {
            source = try await other(sourceName, in: namespace, than: stream, target, for: user, field: field)
        }
        stream.setSpecTag(name, tag)
        let found = ImageReference.isDigest(key) ? source.event(ofImage: key) : source.latest(key)
        // What is not there yet is no fault.
        guard var event = found else { return }
        event.set(.string(RFC3339.text(seconds: now())), at: ["created"])
        event.set(.integer(generation), at: ["generation"])
        if !isReference, source.name != stream.name || source.namespace != stream.namespace {
            try await makeLocal(&event, from: source, to: stream)
        }
        stream.addTracked(event, to: name)
    }

    /// Another stream, if the user may pull from it.
    private func other(
        _ name: String,
        in namespace: String,
        than stream: ImageStream,
        _ target: String,
        for user: UserInfo,
        field: String
    ) async throws -> ImageStream {
        if namespace != stream.namespace {
            var attributes = AccessAttributes(user: user, verb: "get")
            (attributes.group, attributes.version) = ("image.openshift.io", "v1")
            (attributes.resource, attributes.subresource) = ("imagestreams", "layers")
            (attributes.namespace, attributes.name) = (namespace, name)
            guard await authorizer.decide(attributes).isAllowed else {
                throw Problem(cause: .forbidden(field, "\(namespace)/\(name)"))
            }
        }
        guard let object = try await objects.get(KnownResource.imageStreams, namespace: namespace, name: name) else {
            throw Problem(
                cause: Status.Cause(
                    reason: "FieldValueNotFound",
                    message: "Not found: \"\(target)\"",
                    field: "\(field).name"
                )
            )
        }
        return ImageStream(object)
    }

    /// An image of the cluster's own registry is pulled from the stream that is tagged.
    private func makeLocal(_ event: inout JSONValue, from source: ImageStream, to stream: ImageStream) async throws {
        let config = try await objects.get(KnownResource.imageConfigurations, namespace: "", name: "cluster")
        let host = config?[path: "status", "internalRegistryHostname"]?.string ?? ""
        guard !host.isEmpty, var reference = ImageReference(event["dockerImageReference"]?.string ?? "") else { return }
        guard reference.registry == host, reference.namespace == source.namespace, reference.name == source.name else {
            return
        }
        (reference.namespace, reference.name) = (stream.namespace, stream.name)
        event.set(.string("\(reference)"), at: ["dockerImageReference"])
    }

    /// The stream and the tag or digest that a reference names; a lone tag or digest is of the stream itself.
    static func split(_ text: String, _ kind: String, default stream: String) -> (stream: String, key: String)? {
        if kind == "ImageStreamImage" {
            guard let at = text.firstIndex(of: "@") else {
                return ImageReference.isDigest(text) ? (stream, text) : nil
            }
            let key = String(text[text.index(after: at)...])
            return at == text.startIndex || !ImageReference.isDigest(key) ? nil : (String(text[..<at]), key)
        }
        guard let colon = text.lastIndex(of: ":") else {
            return ImageReference.isTag(text) ? (stream, text) : nil
        }
        let key = String(text[text.index(after: colon)...])
        return colon == text.startIndex || !ImageReference.isTag(key) ? nil : (String(text[..<colon]), key)
    }
}
