import Kubernetes

/// `imagestreamimports`: looks images up in their registry and, if asked to, tags them.
///
/// Each image has a status of its own; one that cannot be had is no failure of the request.
struct ImageStreamImportBackend: ResourceBackend {
    /// How many images one request may name, and how many tags of a repository it imports.
    static let imageLimit = 50

    let store: ImageStreamStore
    let source: ImageSource

    /// One image that shall be imported.
    private struct Wish: Sendable {
        var spec: JSONValue
        var tag: String
    }

    /// What became of it.
    private struct Outcome: Sendable {
        var wish: Wish
        var image: JSONValue?
        var status: Status
    }

    func create(_ object: JSONValue, _ request: ResourceRequest) async throws -> JSONValue {
        let wishes = (object[path: "spec", "images"]?.array ?? []).map(Self.wish)
        try check(object, wishes, request)
        let secrets = try await ImageStreamSecrets.secrets(in: request.namespace, store.objects)
        let outcomes = await outcomes(of: wishes, secrets)
        var answer = object
        var repository: [Outcome] = []
        if let spec = object[path: "spec", "repository"], spec.object != nil {
            let (status, found) = await look(inRepository: spec, secrets)
            repository = found
            answer.set(
                ["status": status.json, "images": .array(found.map { Self.shown($0, includesManifest: false) })],
                at: ["status", "repository"]
            )
        }
        let images = outcomes.map { outcome in
            Self.shown(outcome, includesManifest: outcome.wish.spec["includeManifest"]?.bool ?? false)
        }
        if !images.isEmpty { answer.set(.array(images), at: ["status", "images"]) }
        if object[path: "spec", "import"]?.bool == true, !request.options.isDryRun {
            let stream = try await tag(outcomes + repository, object, request)
            answer.set(stream.object, at: ["status", "import"])
        }
        return answer
    }

    private static func wish(_ spec: JSONValue) -> Wish {
        let given = spec[path: "to", "name"]?.string ?? ""
        let reference = ImageReference(spec[path: "from", "name"]?.string ?? "")
        let own = reference.map { $0.tag.isEmpty ? "latest" : $0.tag } ?? "latest"
        return Wish(spec: spec, tag: given.isEmpty ? own : given)
    }

    private func check(_ object: JSONValue, _ wishes: [Wish], _ request: ResourceRequest) throws {
        var causes: [Status.Cause] = []
        if object.name.isEmpty { causes.append(.required("metadata.name")) }
        if wishes.count > Self.imageLimit {
            causes.append(.forbidden("spec.images", "at most \(Self.imageLimit) images can be imported at once"))
        }
        if wishes.isEmpty, object[path: "spec", "repository"]?.object == nil {
            causes.append(.invalid("spec", "", "you must specify images or a repository import"))
        }
        for (index, wish) in wishes.enumerated() {
            let field = "spec.images[\(index)]"
            let kind = wish.spec[path: "from", "kind"]?.string ?? ""
            if kind != "DockerImage" {
                causes.append(.invalid("\(field).from.kind", kind, "only DockerImage is supported"))
            }
            let name = wish.spec[path: "from", "name"]?.string ?? ""
            if ImageReference(name) == nil {
                causes.append(.invalid("\(field).from.name", name, "must be the name of an image"))
            }
            if !ImageReference.isTag(wish.tag) {
                causes.append(.invalid("\(field).to.name", wish.tag, "must be a tag"))
            }
        }
        guard causes.isEmpty else { throw Status.invalid(request.kind.gvk, name: object.name, causes) }
    }

    private func outcomes(of wishes: [Wish], _ secrets: [JSONValue]) async -> [Outcome] {
        var outcomes: [Outcome] = []
        for wish in wishes { outcomes.append(await look(up: wish, secrets)) }
        return outcomes
    }

    private func look(up wish: Wish, _ secrets: [JSONValue]) async -> Outcome {
        let name = wish.spec[path: "from", "name"]?.string ?? ""
        do {
            guard var reference = ImageReference(name) else { throw Status.badRequest("\(name) is no image") }
            let isInsecure = wish.spec[path: "importPolicy", "insecure"]?.bool ?? false
            let remote = try await source.image((reference, isInsecure, secrets))
            reference.id = remote.digest
            var image = SeedPlanter.object(
                "image.openshift.io/v1",
                "Image",
                remote.digest,
                [
                    "dockerImageReference": .string("\(reference)"), "dockerImageManifest": .string(remote.manifest),
                    "dockerImageManifestMediaType": .string(remote.mediaType),
                ]
            )
            if !remote.config.isEmpty { image.set(.string(remote.config), at: ["dockerImageConfig"]) }
            return Outcome(wish: wish, image: image, status: Status(code: 200, reason: "", message: ""))
        } catch {
            return Outcome(wish: wish, image: nil, status: error as? Status ?? .internalError("the import failed"))
        }
    }

    private func look(inRepository spec: JSONValue, _ secrets: [JSONValue]) async -> (Status, [Outcome]) {
        let name = spec[path: "from", "name"]?.string ?? ""
        do {
            guard let reference = ImageReference(name), reference.tag.isEmpty, reference.id.isEmpty else {
                throw Status.badRequest("\(name) is no repository")
            }
            let isInsecure = spec[path: "importPolicy", "insecure"]?.bool ?? false
            let tags = try await source.tags((reference, isInsecure, secrets)).filter(ImageReference.isTag)
            let wishes = tags.sorted().prefix(Self.imageLimit).map { tag in
                var wish = spec
                wish.set(.string("\(name):\(tag)"), at: ["from", "name"])
                return Wish(spec: wish, tag: tag)
            }
            return (Status(code: 200, reason: "", message: ""), await outcomes(of: wishes, secrets))
        } catch {
            return (error as? Status ?? .internalError("the import failed"), [])
        }
    }

    private static func shown(_ outcome: Outcome, includesManifest: Bool) -> JSONValue {
        var members = JSONObject()
        members["status"] = outcome.status.json
        if var image = outcome.image {
            ImageMetadata.fill(&image)
            if !includesManifest { ImageRules.dropManifest(&image) }
            members["image"] = image
        }
        members["tag"] = .string(outcome.wish.tag)
        return .object(members)
    }

    /// Makes the stream's tags point to what was found, and notes on the others why not.
    private func tag(
        _ outcomes: [Outcome],
        _ object: JSONValue,
        _ request: ResourceRequest
    ) async throws -> ImageStream {
        let name = object.name
        for outcome in outcomes {
            if let image = outcome.image { _ = try await store.keep(image) }
        }
        let written = try await store.writeSpec(of: name, request) { current in
            var stream = current ?? ImageStream(name: name, namespace: request.namespace)
            for outcome in outcomes {
                var tag: JSONValue = ["from": outcome.wish.spec["from"] ?? .null]
                for member in ["importPolicy", "referencePolicy"] {
                    if let value = outcome.wish.spec[member] { tag.set(value, at: [member]) }
                }
                if let annotations = stream.specTag(outcome.wish.tag)?["annotations"] {
                    tag.set(annotations, at: ["annotations"])
                }
                stream.setSpecTag(outcome.wish.tag, tag)
            }
            return stream
        }
        let seconds = store.now()
        let noted = try await store.writeStatus(of: name, in: request.namespace) { stream in
            var changed = false
            for outcome in outcomes {
                let tag = outcome.wish.tag
                let generation = written.specTag(tag)?["generation"]?.integer ?? 1
                if let image = outcome.image {
                    let event = ImageStream.event(
                        reference: image["dockerImageReference"]?.string ?? "",
                        image: image.name,
                        generation: generation,
                        at: seconds
                    )
                    changed = stream.addTracked(event, to: tag) || changed
                    changed = stream.setImportFailure(nil, of: tag) || changed
                } else {
                    let condition = Self.condition(outcome.status, generation, at: seconds)
                    changed = stream.setImportFailure(condition, of: tag) || changed
                }
            }
            return changed
        }
        return noted ?? written
    }

    private static func condition(_ status: Status, _ generation: Int64, at seconds: Double) -> JSONValue {
        [
            "type": "ImportSuccess", "status": "False", "reason": .string(status.reason),
            "message": .string(status.message), "lastTransitionTime": .string(RFC3339.text(seconds: seconds)),
            "generation": .integer(generation),
        ]
    }
}

extension ImageStream {
    /// Sets or takes away why a tag could not be imported.
    ///
    /// - Returns: Whether anything changed.
    fileprivate mutating func setImportFailure(_ condition: JSONValue?, of tag: String) -> Bool {
        guard var entry = statusTag(tag) ?? (condition == nil ? Optional.none : ["tag": .string(tag), "items": .null])
        else { return false }
        let others = (entry["conditions"]?.array ?? []).filter { $0["type"]?.string != "ImportSuccess" }
        let conditions = others + [condition].compactMap { $0 }
        guard conditions != entry["conditions"]?.array ?? [] else { return false }
        entry.set(conditions.isEmpty ? Optional.none : .array(conditions), at: ["conditions"])
        setStatusTag(tag, entry)
        return true
    }
}
