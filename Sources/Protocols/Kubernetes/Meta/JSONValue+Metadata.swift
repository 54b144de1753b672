/// The common metadata of an API object (`meta/v1 ObjectMeta`), read where it lies.
extension JSONValue {
    package var apiVersion: String { self["apiVersion"]?.string ?? "" }
    package var kind: String { self["kind"]?.string ?? "" }
    package var name: String { self["metadata"]?["name"]?.string ?? "" }
    /// Empty for cluster-scoped objects.
    package var namespace: String { self["metadata"]?["namespace"]?.string ?? "" }
    package var uid: String { self["metadata"]?["uid"]?.string ?? "" }
    package var resourceVersion: String { self["metadata"]?["resourceVersion"]?.string ?? "" }
    package var generation: Int64 { self["metadata"]?["generation"]?.integer ?? 0 }
    package var labels: [String: String] { self["metadata"]?["labels"]?.stringMap ?? [:] }
    package var annotations: [String: String] { self["metadata"]?["annotations"]?.stringMap ?? [:] }
    package var finalizers: [String] { self["metadata"]?["finalizers"]?.strings ?? [] }
    package var ownerReferences: [JSONValue] { self["metadata"]?["ownerReferences"]?.array ?? [] }
    /// RFC 3339; nil when unset.
    package var creationTimestamp: String? { self["metadata"]?["creationTimestamp"]?.string }
    /// RFC 3339; set once deletion has begun and finalizers keep the object.
    package var deletionTimestamp: String? { self["metadata"]?["deletionTimestamp"]?.string }
}
