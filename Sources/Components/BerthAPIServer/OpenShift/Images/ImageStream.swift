import Kubernetes

/// An image stream's object, read and changed tag by tag.
struct ImageStream: Sendable {
    /// How many images a tag remembers; the oldest go.
    static let historyLimit = 1000

    var object: JSONValue

    init(_ object: JSONValue) { self.object = object }

    /// A stream that does not exist yet.
    init(name: String, namespace: String) {
        object = SeedPlanter.object(
            "image.openshift.io/v1",
            "ImageStream",
            name,
            namespace: namespace,
            ["spec": ["lookupPolicy": ["local": false]]]
        )
    }

    var name: String { object.name }
    var namespace: String { object.namespace }

    // MARK: What its users want

    var specTags: [JSONValue] { object[path: "spec", "tags"]?.array ?? [] }

    func specTag(_ name: String) -> JSONValue? {
        specTags.first { $0["name"]?.string.map { $0.utf8.elementsEqual(name.utf8) } ?? false }
    }

    /// Sets (or with nil takes away) what a tag shall point to; tags stay in the order of their names.
    mutating func setSpecTag(_ name: String, _ tag: JSONValue?) {
        var tags = specTags.filter { $0["name"]?.string != name }
        if var tag {
            tag.set(.string(name), at: ["name"])
            tags.append(tag)
        }
        tags.sort { ($0["name"]?.string ?? "") < ($1["name"]?.string ?? "") }
        object.set(tags.isEmpty ? nil : .array(tags), at: ["spec", "tags"])
    }

    // MARK: What is there

    var statusTags: [JSONValue] { object[path: "status", "tags"]?.array ?? [] }

    func statusTag(_ name: String) -> JSONValue? {
        statusTags.first { $0["tag"]?.string.map { $0.utf8.elementsEqual(name.utf8) } ?? false }
    }

    /// The newest event of a tag.
    func latest(_ tag: String) -> JSONValue? { statusTag(tag)?["items"]?.array?.first }

    /// The newest event with an image, among all tags; `id` may be the beginning of its digest.
    func event(ofImage id: String) -> JSONValue? {
        guard id.utf8.count >= 7 else { return nil }
        let events = statusTags.flatMap { $0["items"]?.array ?? [] }
        let exact = events.first { $0["image"]?.string == id }
        if let exact { return exact }
        let matches = events.filter { event in
            let image = event["image"]?.string ?? ""
            return image.hasPrefix(id) || image.drop { $0 != ":" }.dropFirst().hasPrefix(id)
        }
        // Several images would make it ambiguous.
        return Set(matches.compactMap { $0["image"]?.string }).count == 1 ? matches.first : nil
    }

    /// The digests of all images that are or were tagged, once each, newest first within a tag.
    var images: [String] {
        var seen: Set<String> = []
        return statusTags.flatMap { $0["items"]?.array ?? [] }.compactMap { $0["image"]?.string }
            .filter { !$0.isEmpty && seen.insert($0).inserted }
    }

    /// Puts an event before the others of a tag; one like the newest only passes its generation on.
    ///
    /// - Returns: Whether anything changed.
    @discardableResult
    mutating func add(_ event: JSONValue, to tag: String) -> Bool {
        var entry = statusTag(tag) ?? ["tag": .string(tag)]
        var items = entry["items"]?.array ?? []
        if let newest = items.first, newest["image"] == event["image"],
            newest["dockerImageReference"] == event["dockerImageReference"]
        {
            guard newest["generation"] != event["generation"] else { return false }
            items[0].set(event["generation"], at: ["generation"])
        } else {
            items.insert(event, at: 0)
            if items.count > Self.historyLimit { items.removeLast(items.count - Self.historyLimit) }
        }
        entry.set(.array(items), at: ["items"])
        setStatusTag(tag, entry)
        return true
    }

    /// Adds an event, also to those tags of this stream that follow the tag.
    @discardableResult
    mutating func addTracked(_ event: JSONValue, to tag: String) -> Bool {
        var changed = add(event, to: tag)
        for follower in specTags {
            guard let name = follower["name"]?.string, name != tag, let from = follower["from"] else { continue }
            guard from["kind"]?.string == "ImageStreamTag" else { continue }
            let place = from["namespace"]?.string ?? ""
            guard place.isEmpty || place == namespace else { continue }
            let target = from["name"]?.string ?? ""
            if target == tag || target == "\(self.name):\(tag)" { changed = add(event, to: name) || changed }
        }
        return changed
    }

    /// Replaces (or with nil takes away) what is known of a tag.
    mutating func setStatusTag(_ name: String, _ entry: JSONValue?) {
        var tags = statusTags.filter { $0["tag"]?.string != name }
        if let entry { tags.append(entry) }
        tags.sort { ($0["tag"]?.string ?? "") < ($1["tag"]?.string ?? "") }
        object.set(tags.isEmpty ? nil : .array(tags), at: ["status", "tags"])
    }

    /// An event as `status.tags[].items[]` holds it.
    static func event(reference: String, image: String, generation: Int64, at seconds: Double) -> JSONValue {
        [
            "created": .string(RFC3339.text(seconds: seconds)), "dockerImageReference": .string(reference),
            "image": .string(image), "generation": .integer(generation),
        ]
    }
}
