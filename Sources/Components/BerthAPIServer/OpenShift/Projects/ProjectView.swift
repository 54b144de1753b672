import Kubernetes

/// A namespace as a `project.openshift.io/v1 Project`, seen by those who may get the namespace.
struct ProjectView: ObjectConversion {
    /// Answers which namespaces somebody sees.
    typealias Visibility = @Sendable (UserInfo) async -> @Sendable (_ namespace: String) async -> Bool

    static let kind = GroupVersionKind(group: "project.openshift.io", version: "v1", kind: "Project")
    static let displayName = "openshift.io/display-name"
    static let description = "openshift.io/description"
    static let requester = "openshift.io/requester"

    let visibility: Visibility
    /// Knows the same at once, and what it was; nil where namespaces are asked for one by one.
    var rights: RBACAuthorizer?

    var storedResource: GroupResource { KnownResource.namespaces }

    func view(of stored: JSONValue) -> JSONValue {
        let finalizers = stored[path: "spec", "finalizers"]
        return [
            "kind": "Project", "apiVersion": "project.openshift.io/v1", "metadata": stored["metadata"] ?? [:],
            "spec": .object(JSONObject(finalizers.map { [("finalizers", $0)] } ?? [])),
            "status": ["phase": stored[path: "status", "phase"] ?? "Active"],
        ]
    }

    func stored(of view: JSONValue, old: JSONValue?) throws -> JSONValue {
        var causes = Self.problems(in: view)
        if let old { causes += Self.changes(from: old, to: view) }
        guard causes.isEmpty else { throw Status.invalid(Self.kind, name: view.name, causes) }
        guard var namespace = old else {
            return ["kind": "Namespace", "apiVersion": "v1", "metadata": view["metadata"] ?? [:]]
        }
        // A resource version that the client named stays a precondition.
        namespace.set(view["metadata"], at: ["metadata"])
        return namespace
    }

    func selection(for request: ResourceRequest) async -> @Sendable (JSONValue) async -> Bool {
        let isVisible = await visibility(request.user)
        return { await isVisible($0.name) }
    }

    var isFiltered: Bool { true }

    func sight(of user: UserInfo) -> VisibleNamespaces? { rights?.visibleNamespaces(to: user) }

    func sight(of user: UserInfo, at revision: Int64, _ stored: StoredResource) async throws -> VisibleNamespaces? {
        guard let rights else { return nil }
        return try await PastRights(rights: rights, store: stored.context.store).visible(to: user, at: revision)
    }

    func settle(through revision: Int64, _ stored: StoredResource) async {
        await rights?.settle(through: revision, stored.context.hub)
    }

    /// Which project it was, and nothing that it has become.
    func remnant(of stored: JSONValue) -> JSONValue {
        var remnant: JSONValue = [
            "kind": "Project", "apiVersion": "project.openshift.io/v1", "metadata": ["name": .string(stored.name)],
            "spec": [:], "status": ["phase": "Active"],
        ]
        for name in ["uid", "resourceVersion", "creationTimestamp"] {
            remnant.set(stored[path: "metadata", name], at: ["metadata", name])
        }
        return remnant
    }

    /// What is wrong with a project by itself.
    static func problems(in project: JSONValue) -> [Status.Cause] {
        var causes: [Status.Cause] = []
        if project.name.utf8.count == 1 {
            causes.append(invalid("metadata.name", project.name, "must be at least 2 characters long"))
        }
        let display = project.annotations[displayName] ?? ""
        if display.utf8.contains(where: { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\t") }) {
            let field = "metadata.annotations[\(displayName)]"
            causes.append(invalid(field, display, "may not contain a new line or tab"))
        }
        return causes
    }

    /// Nothing but display name and description may change through a project; the rest is the namespace's.
    private static func changes(from old: JSONValue, to new: JSONValue) -> [Status.Cause] {
        var causes: [Status.Cause] = []
        let fields = [("annotations", old.annotations, new.annotations), ("labels", old.labels, new.labels)]
        for (member, before, after) in fields {
            for name in Set(before.keys).union(after.keys).sorted() where before[name] != after[name] {
                if member == "annotations", name == displayName || name == description { continue }
                let text = "field is immutable, try updating the namespace"
                causes.append(invalid("metadata.\(member)[\(name)]", after[name] ?? "", text))
            }
        }
        let finalizers = new[path: "spec", "finalizers"]?.strings ?? []
        if finalizers != old[path: "spec", "finalizers"]?.strings ?? [] {
            causes.append(invalid("spec.finalizers", finalizers.joined(separator: ","), "field is immutable"))
        }
        return causes
    }

    private static func invalid(_ field: String, _ value: String, _ why: String) -> Status.Cause {
        Status.Cause(reason: "FieldValueInvalid", message: "Invalid value: \"\(value)\": \(why)", field: field)
    }
}
