import Kubernetes

/// The rules of image streams: clients write the spec, and repositories are computed when read.
struct ImageStreamRules: ResourceStrategy {
    var isDecorating: Bool { true }

    func prepareForCreate(_ object: inout JSONValue) {
        object.set([:], at: ["status"])
        normalize(&object)
    }

    func prepareForUpdate(_ object: inout JSONValue, old: JSONValue) {
        object.set(old["status"] ?? [:], at: ["status"])
        normalize(&object)
    }

    func prepareForStatusUpdate(_ object: inout JSONValue, old: JSONValue) {
        var merged = old
        var status = object["status"] ?? [:]
        for member in ["dockerImageRepository", "publicDockerImageRepository"] { status.set(nil, at: [member]) }
        merged.set(status, at: ["status"])
        merged.set(object["metadata"]?["resourceVersion"], at: ["metadata", "resourceVersion"])
        object = merged
    }

    private func normalize(_ object: inout JSONValue) {
        if object[path: "spec", "lookupPolicy"]?.object == nil {
            object.set(["local": false], at: ["spec", "lookupPolicy"])
        }
        guard let tags = object[path: "spec", "tags"]?.array else { return }
        let whole = tags.map { tag -> JSONValue in
            guard tag.object != nil else { return tag }
            var tag = tag
            if tag["annotations"] == nil { tag.set(.null, at: ["annotations"]) }
            if tag["generation"] == nil { tag.set(.null, at: ["generation"]) }
            if tag["importPolicy"]?.object == nil { tag.set([:], at: ["importPolicy"]) }
            if tag[path: "referencePolicy", "type"]?.string ?? "" == "" {
                tag.set(["type": "Source"], at: ["referencePolicy"])
            }
            return tag
        }
        object.set(.array(whole), at: ["spec", "tags"])
    }

    func validate(_ object: JSONValue, old: JSONValue?) -> [Status.Cause] {
        var causes: [Status.Cause] = []
        let name = object.name
        if name.utf8.contains(UInt8(ascii: ":")) || name.utf8.contains(UInt8(ascii: "@")) {
            causes.append(.invalid("metadata.name", name, "may not contain \":\" or \"@\""))
        }
        if object.namespace.utf8.count + 1 + name.utf8.count > 255 {
            causes.append(.invalid("metadata.name", name, "'namespace/name' cannot be longer than 255 characters"))
        }
        var seen: Set<String> = []
        for (index, tag) in (object[path: "spec", "tags"]?.array ?? []).enumerated() {
            causes += Self.problems(in: tag, field: "spec.tags[\(index)]")
            let name = tag["name"]?.string ?? ""
            if !seen.insert(name).inserted { causes.append(.duplicate("spec.tags[\(index)].name", name)) }
        }
        let repository = object[path: "spec", "dockerImageRepository"]?.string ?? ""
        if !repository.isEmpty {
            if let reference = ImageReference(repository) {
                if !reference.tag.isEmpty || !reference.id.isEmpty {
                    let why = "the repository name may not contain a tag or an ID"
                    causes.append(.invalid("spec.dockerImageRepository", repository, why))
                }
            } else {
                causes.append(.invalid("spec.dockerImageRepository", repository, "must be the name of a repository"))
            }
        }
        return causes
    }

    /// What is wrong with what a tag shall point to.
    static func problems(in tag: JSONValue, field: String) -> [Status.Cause] {
        var causes: [Status.Cause] = []
        let name = tag["name"]?.string ?? ""
        if name.isEmpty {
            causes.append(.required("\(field).name"))
        } else if !ImageReference.isTag(name) {
            causes.append(.invalid("\(field).name", name, "must be a tag: letters, digits, '_', '.' and '-'"))
        }
        if let from = tag["from"], !from.isNull {
            let kinds = ["DockerImage", "ImageStreamImage", "ImageStreamTag"]
            let kind = from["kind"]?.string ?? ""
            let target = from["name"]?.string ?? ""
            if !kinds.contains(kind) { causes.append(.notSupported("\(field).from.kind", kind, words: kinds)) }
            if target.isEmpty {
                causes.append(.required("\(field).from.name"))
            } else if kind == "DockerImage", ImageReference(target) == nil {
                causes.append(.invalid("\(field).from.name", target, "must be the name of an image"))
            }
        }
        let policy = tag[path: "referencePolicy", "type"]?.string ?? "Source"
        if policy != "Source", policy != "Local" {
            causes.append(.notSupported("\(field).referencePolicy.type", policy, words: ["Source", "Local"]))
        }
        return causes
    }

    func decorate(_ object: inout JSONValue, _ environment: DecorationEnvironment) {
        let path = "\(object.namespace)/\(object.name)"
        var repository = object[path: "spec", "dockerImageRepository"]?.string ?? ""
        if !environment.internalRegistryHostname.isEmpty {
            repository = "\(environment.internalRegistryHostname)/\(path)"
        }
        var status = JSONObject()
        status["dockerImageRepository"] = .string(repository)
        if !environment.externalRegistryHostname.isEmpty {
            status["publicDockerImageRepository"] = .string("\(environment.externalRegistryHostname)/\(path)")
        }
        for member in object["status"]?.object ?? JSONObject() where status[member.name] == nil {
            status[member.name] = member.value
        }
        object.set(.object(status), at: ["status"])
    }
}
