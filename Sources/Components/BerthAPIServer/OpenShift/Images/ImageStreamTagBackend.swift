import Kubernetes

/// `imagestreamtags` and `imagetags`: the tags of image streams, each as an object `stream:tag`.
struct ImageStreamTagBackend: ResourceBackend {
    /// What a tag is shown as.
    enum Form: Sendable { case imageStreamTag, imageTag }

    let form: Form
    let store: ImageStreamStore

    func get(_ name: String, _ request: ResourceRequest) async throws -> JSONValue {
        let view = try await view(name, request)
        let image = try await store.image(view.stream.latest(view.tag)?["image"]?.string ?? "")
        guard let object = shown(view, image) else { throw Status.notFound(request.kind.groupResource, name: name) }
        return object
    }

    func list(_ options: ListOptions, _ request: ResourceRequest) async throws -> ObjectList {
        let inner = try store.directory.backend(of: KnownResource.imageStreams, for: request)
        // Fields are those of the tag, and a page cannot be cut within a stream.
        var all = ListOptions()
        all.labels = options.labels
        let streams = try await inner.backend.list(all, inner.request)
        var items: [JSONValue] = []
        for object in streams.items {
            let stream = ImageStream(object)
            let names = Set(
                stream.statusTags.compactMap { $0["tag"]?.string }
                    + (form == .imageTag ? stream.specTags.compactMap { $0["name"]?.string } : [])
            )
            for tag in names.sorted() {
                let view = ImageStreamTagView(stream: stream, tag: tag)
                if let item = shown(view, nil), options.fields.matches(item) { items.append(item) }
            }
        }
        return ObjectList(items: items, resourceVersion: streams.resourceVersion)
    }

    func create(_ object: JSONValue, _ request: ResourceRequest) async throws -> JSONValue {
        let name = object.name
        let (streamName, tag) = try parts(name)
        let wanted = spec(of: object)
        let labels = object["metadata"]?["labels"]
        let resource = request.kind.groupResource
        let stream = try await store.writeSpec(of: streamName, request) { current in
            var stream = current ?? ImageStream(name: streamName, namespace: request.namespace)
            guard stream.specTag(tag) == nil else { throw Status.alreadyExists(resource, name: name) }
            if current == nil, let labels { stream.object.set(labels, at: ["metadata", "labels"]) }
            stream.setSpecTag(tag, wanted ?? [:])
            return stream
        }
        return try await answer(stream, tag, name, request)
    }

    func update(
        _ name: String,
        subresource: String?,
        _ request: ResourceRequest,
        change: @escaping @Sendable (_ current: JSONValue?) async throws -> JSONValue
    ) async throws -> (object: JSONValue, isNew: Bool) {
        let (streamName, tag) = try parts(name)
        let resource = request.kind.groupResource
        let before = try await store.find(streamName, in: request.namespace)
        let isNew = before?.specTag(tag) == nil
        let stream = try await store.writeSpec(of: streamName, request) { current in
            var stream = current ?? ImageStream(name: streamName, namespace: request.namespace)
            let view = ImageStreamTagView(stream: stream, tag: tag)
            let isThere = stream.specTag(tag) != nil || stream.statusTag(tag) != nil
            let old =
                isThere
                ? form == .imageTag
                    ? view.imageTag(image: nil)
                    : view.imageStreamTag(image: nil, allowsEmpty: true) : nil
            let object = try await change(old)
            if !object.resourceVersion.isEmpty {
                guard current != nil else { throw Status.notFound(resource, name: name) }
                guard object.resourceVersion == stream.object.resourceVersion else {
                    throw Status.conflict(resource, name: name)
                }
            }
            guard var wanted = spec(of: object) ?? stream.specTag(tag) else {
                throw Status.badRequest(
                    "imagestreamtag \(name) is not a spec tag in imagestream \(stream.namespace)/\(stream.name), "
                        + "cannot be updated"
                )
            }
            if form == .imageStreamTag, old != nil || !object.annotations.isEmpty {
                wanted.set(object["metadata"]?["annotations"] ?? .null, at: ["annotations"])
            }
            stream.setSpecTag(tag, wanted)
            return stream
        }
        return (try await answer(stream, tag, name, request), isNew)
    }

    func delete(
        _ name: String,
        _ options: DeleteOptions,
        _ request: ResourceRequest
    ) async throws -> DeletionOutcome {
        let (streamName, tag) = try parts(name)
        let resource = request.kind.groupResource
        let stream = try await store.stream(streamName, in: request.namespace)
        guard stream.specTag(tag) != nil || stream.statusTag(tag) != nil else {
            throw Status.notFound(resource, name: name)
        }
        if let uid = options.uid, uid != stream.object.uid { throw Status.conflict(resource, name: name) }
        if let version = options.resourceVersion, version != stream.object.resourceVersion {
            throw Status.conflict(resource, name: name)
        }
        let view = ImageStreamTagView(stream: stream, tag: tag)
        let last = view.imageStreamTag(image: nil, allowsEmpty: true) ?? [:]
        if options.isDryRun || request.options.isDryRun { return .deleted(last) }
        // What it points to first: a deletion that was interrupted is found again by the other half.
        _ = try await store.writeStatus(of: streamName, in: request.namespace) { stream in
            guard stream.statusTag(tag) != nil else { return false }
            stream.setStatusTag(tag, nil)
            return true
        }
        if stream.specTag(tag) != nil {
            _ = try await store.writeSpec(of: streamName, request) { current in
                guard var stream = current else {
                    throw Status.notFound(KnownResource.imageStreams, name: streamName)
                }
                stream.setSpecTag(tag, nil)
                return stream
            }
        }
        return .deleted(last)
    }

    private func parts(_ name: String) throws -> (stream: String, tag: String) {
        guard let parts = ImageStreamTagView.split(name) else {
            throw Status.badRequest("ImageStreamTags must be retrieved with <name>:<tag>")
        }
        return parts
    }

    private func view(_ name: String, _ request: ResourceRequest) async throws -> ImageStreamTagView {
        let (streamName, tag) = try parts(name)
        let inner = try store.directory.backend(of: KnownResource.imageStreams, for: request)
        let stream = try await inner.backend.get(streamName, inner.request)
        return ImageStreamTagView(stream: ImageStream(stream), tag: tag)
    }

    private func shown(_ view: ImageStreamTagView, _ image: JSONValue?) -> JSONValue? {
        switch form {
        case .imageStreamTag: view.imageStreamTag(image: image, allowsEmpty: false)
        case .imageTag: view.imageTag(image: image)
        }
    }

    private func answer(
        _ stream: ImageStream,
        _ tag: String,
        _ name: String,
        _ request: ResourceRequest
    ) async throws -> JSONValue {
        let view = ImageStreamTagView(stream: stream, tag: tag)
        let image = try await store.image(stream.latest(tag)?["image"]?.string ?? "")
        let object =
            form == .imageTag
            ? view.imageTag(image: image) : view.imageStreamTag(image: image, allowsEmpty: true)
        guard let object else { throw Status.notFound(request.kind.groupResource, name: name) }
        return object
    }

    /// What the tag of a client's object shall point to.
    private func spec(of object: JSONValue) -> JSONValue? {
        let spec = object[form == .imageTag ? "spec" : "tag"]
        return spec?.object == nil ? nil : spec
    }
}
