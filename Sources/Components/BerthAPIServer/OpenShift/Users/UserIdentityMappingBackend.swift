import Kubernetes

/// `useridentitymappings`: nothing stored, but what a User and an Identity say of one another.
///
/// A mapping is there when both name each other. Writes change the User first, then the Identity, so that one that
/// was interrupted can simply be repeated.
struct UserIdentityMappingBackend: ResourceBackend {
    static let kind = GroupVersionKind(group: "user.openshift.io", version: "v1", kind: "UserIdentityMapping")

    let objects: any LocalObjects

    /// What there is of a mapping.
    private struct Related {
        var identity: JSONValue?
        var user: JSONValue?
        /// Set when both name each other.
        var mapping: JSONValue?
    }

    func get(_ name: String, _ request: ResourceRequest) async throws -> JSONValue {
        guard let mapping = try await related(name).mapping else {
            throw Status.notFound(KnownResource.userIdentityMappings, name: name)
        }
        return mapping
    }

    func create(_ object: JSONValue, _ request: ResourceRequest) async throws -> JSONValue {
        var object = object
        if object.name.isEmpty, let name = object[path: "identity", "name"]?.string {
            object.set(.string(name), at: ["metadata", "name"])
        }
        return try await write(object, old: try await related(object.name), isCreation: true, request)
    }

    func update(
        _ name: String,
        subresource: String?,
        _ request: ResourceRequest,
        change: @escaping @Sendable (_ current: JSONValue?) async throws -> JSONValue
    ) async throws -> (object: JSONValue, isNew: Bool) {
        let old = try await related(name)
        let object = try await change(old.mapping)
        return (try await write(object, old: old, isCreation: false, request), old.mapping == nil)
    }

    func delete(
        _ name: String,
        _ options: DeleteOptions,
        _ request: ResourceRequest
    ) async throws -> DeletionOutcome {
        let old = try await related(name)
        guard let mapping = old.mapping, let user = old.user else {
            throw Status.notFound(KnownResource.userIdentityMappings, name: name)
        }
        if let uid = options.uid, uid != mapping.uid {
            throw Status.conflict(KnownResource.userIdentityMappings, name: name, "the UID does not match")
        }
        if options.isDryRun || request.options.isDryRun { return .deleted(mapping) }
        try await unlink(name, from: user)
        let uid = user.uid
        _ = try await objects.update(KnownResource.identities, namespace: "", name: name, subresource: nil) { current in
            guard current[path: "user", "uid"]?.string == uid else { return nil }
            var changed = current
            changed.set([:], at: ["user"])
            return changed
        }
        return .deleted(mapping)
    }

    private func write(
        _ mapping: JSONValue,
        old: Related,
        isCreation: Bool,
        _ request: ResourceRequest
    ) async throws -> JSONValue {
        let name = mapping.name
        if isCreation, old.mapping != nil {
            throw Status.alreadyExists(KnownResource.userIdentityMappings, name: name)
        }
        try check(mapping)
        let wanted = mapping[path: "user", "name"]?.string ?? ""
        if let present = old.mapping {
            let version = mapping.resourceVersion
            guard version.isEmpty || version == present.resourceVersion else {
                throw Status.conflict(
                    KnownResource.userIdentityMappings,
                    name: name,
                    "the resource was updated to \(present.resourceVersion)"
                )
            }
            if present[path: "user", "name"]?.string == wanted { return present }
        } else if !mapping.resourceVersion.isEmpty {
            throw Status.notFound(KnownResource.userIdentityMappings, name: name)
        }
        guard let identity = old.identity else {
            throw invalid(name, .invalid("identity.name", name, "referenced identity does not exist"))
        }
        guard let user = try await objects.get(KnownResource.users, namespace: "", name: wanted) else {
            throw invalid(name, .invalid("user.name", wanted, "referenced user does not exist"))
        }
        if request.options.isDryRun { return Self.mapping(of: identity, to: user) }
        return try await link(identity, to: user, instead: old.user)
    }

    private func link(_ identity: JSONValue, to user: JSONValue, instead old: JSONValue?) async throws -> JSONValue {
        let (name, userName, uid) = (identity.name, user.name, user.uid)
        let linked = try await objects.update(KnownResource.users, namespace: "", name: userName, subresource: nil) {
            current in
            let identities = current["identities"]?.strings ?? []
            guard current.uid == uid, !identities.contains(name) else { return nil }
            var changed = current
            changed.set(JSONValue(strings: identities + [name]), at: ["identities"])
            return changed
        }
        guard let linked, linked.uid == uid else {
            throw invalid(name, .invalid("user.name", userName, "referenced user does not exist"))
        }
        let mapped = try await objects.update(KnownResource.identities, namespace: "", name: name, subresource: nil) {
            current in
            let present = current["user"]
            guard present?["name"]?.string != userName || present?["uid"]?.string != uid else { return nil }
            var changed = current
            changed.set(["name": .string(userName), "uid": .string(uid)], at: ["user"])
            return changed
        }
        guard let mapped else {
            throw invalid(name, .invalid("identity.name", name, "referenced identity does not exist"))
        }
        // From here on the mapping is changed; the rest is cleaning up.
        if let old, old.uid != uid { try? await unlink(name, from: old) }
        return Self.mapping(of: mapped, to: linked)
    }

    private func unlink(_ identity: String, from user: JSONValue) async throws {
        let uid = user.uid
        _ = try await objects.update(KnownResource.users, namespace: "", name: user.name, subresource: nil) { current in
            let identities = current["identities"]?.strings ?? []
            guard current.uid == uid, identities.contains(identity) else { return nil }
            var changed = current
            changed.set(JSONValue(strings: identities.filter { $0 != identity }), at: ["identities"])
            return changed
        }
    }

    private func related(_ name: String) async throws -> Related {
        var related = Related()
        related.identity = try await objects.get(KnownResource.identities, namespace: "", name: name)
        guard let identity = related.identity, let user = identity[path: "user", "name"]?.string, !user.isEmpty else {
            return related
        }
        related.user = try await objects.get(KnownResource.users, namespace: "", name: user)
        guard let user = related.user, identity[path: "user", "uid"]?.string == user.uid,
            user["identities"]?.strings.contains(name) ?? false
        else { return related }
        related.mapping = Self.mapping(of: identity, to: user)
        return related
    }

    private static func mapping(of identity: JSONValue, to user: JSONValue) -> JSONValue {
        var metadata = JSONObject()
        for member in ["name", "uid", "resourceVersion", "creationTimestamp"] {
            metadata[member] = identity["metadata"]?[member]
        }
        return [
            "kind": "UserIdentityMapping", "apiVersion": "user.openshift.io/v1", "metadata": .object(metadata),
            "identity": ["name": .string(identity.name), "uid": .string(identity.uid)],
            "user": ["name": .string(user.name), "uid": .string(user.uid)],
        ]
    }

    private func check(_ mapping: JSONValue) throws {
        var causes: [Status.Cause] = []
        let identity = mapping[path: "identity", "name"]?.string ?? ""
        let user = mapping[path: "user", "name"]?.string ?? ""
        if identity.isEmpty {
            causes.append(.required("identity.name"))
        } else if let problem = IdentityRules.nameProblem(identity) {
            causes.append(.invalid("identity.name", identity, problem))
        } else if identity != mapping.name {
            causes.append(.invalid("metadata.name", mapping.name, "must be \(identity)"))
        }
        if user.isEmpty {
            causes.append(.required("user.name"))
        } else if let problem = UserRules.nameProblem(user) {
            causes.append(.invalid("user.name", user, problem))
        }
        guard causes.isEmpty else { throw Status.invalid(Self.kind, name: mapping.name, causes) }
    }

    private func invalid(_ name: String, _ cause: Status.Cause) -> Status {
        .invalid(Self.kind, name: name, [cause])
    }
}
