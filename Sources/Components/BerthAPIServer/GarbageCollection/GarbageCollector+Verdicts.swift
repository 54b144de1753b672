import Kubernetes
import Synchronization

extension GarbageCollector {
    /// Deletes a dependent whose owners are gone, or takes lost owners' references away.
    func checkDependent(_ uid: String) async throws {
        guard
            let (key, hasDependents) = state.withLock({ state -> (ResourceKey, Bool)? in
                state.graph.dependents[uid].map { ($0.key, !state.graph.dependents(of: uid).isEmpty) }
            })
        else { return }
        guard let resource = stored(key.resource), let found = try await context.store.get(key) else { return }
        let object = try StoredEncoding.decode(found)
        guard object.uid == uid else { return }
        var owners: [(uid: String, state: OwnerCheck.Owner)] = []
        for reference in object.ownerReferences {
            owners.append((reference["uid"]?.string ?? "", try await owner(reference, of: key)))
        }
        switch OwnerCheck(owners: owners, hasDependents: hasDependents) {
        case .keep: return
        case .release(let lost): try await release(key, resource, uid: uid, from: lost)
        case .delete(let inForeground):
            guard object.deletionTimestamp == nil || inForeground else { return }
            var options = DeleteOptions()
            options.uid = uid
            if inForeground, !object.finalizers.contains("foregroundDeletion") { options.propagation = .foreground }
            do {
                _ = try await resource.delete(key.name, options, WriteScope(namespace: key.namespace))
            } catch let error as Status where error.code == 404 || error.code == 409 {}
        }
    }

    /// How the owner that a reference names is; it is in the dependent's namespace or in none.
    private func owner(_ reference: JSONValue, of dependent: ResourceKey) async throws -> OwnerCheck.Owner {
        let apiVersion = reference["apiVersion"]?.string ?? ""
        guard let kind = kind(apiVersion: apiVersion, kind: reference["kind"]?.string ?? "") else { return .unknown }
        // A cluster-scoped object cannot have an owner in a namespace: nothing follows from that.
        guard !kind.isNamespaced || !dependent.namespace.isEmpty else { return .unknown }
        let key = ResourceKey(
            kind.groupResource,
            namespace: kind.isNamespaced ? dependent.namespace : "",
            name: reference["name"]?.string ?? ""
        )
        guard let found = try await context.store.get(key) else { return .dangling }
        let object = try StoredEncoding.decode(found)
        guard object.uid == reference["uid"]?.string else { return .dangling }
        return object.deletionTimestamp != nil && object.finalizers.contains("foregroundDeletion") ? .waiting : .solid
    }

    private func release(
        _ key: ResourceKey,
        _ resource: StoredResource,
        uid: String,
        from owners: Set<String>
    ) async throws {
        do {
            _ = try await resource.update(key.name, subresource: nil, WriteScope(namespace: key.namespace)) { current in
                guard var object = current, object.uid == uid else {
                    throw Status.notFound(key.resource, name: key.name)
                }
                let left = object.ownerReferences.filter { !owners.contains($0["uid"]?.string ?? "") }
                object.set(left.isEmpty ? nil : .array(left), at: ["metadata", "ownerReferences"])
                return object
            }
        } catch let error as Status where error.code == 404 {}
    }

    /// Lets an owner go: at once when it leaves orphans, when nothing blocks it any more in foreground.
    func checkOwner(_ key: ResourceKey, uid: String) async throws {
        guard let resource = stored(key.resource), let found = try await context.store.get(key) else {
            state.withLock { $0.waiting[uid] = nil }
            return
        }
        let object = try StoredEncoding.decode(found)
        guard object.uid == uid, object.deletionTimestamp != nil else { return }
        // A dependent that is not known yet would be lost: it would go with an owner that was to leave it.
        try await catchUp(to: found.revision)
        let dependents = state.withLock { $0.graph.dependents(of: uid) }
        if object.finalizers.contains("orphan") {
            for dependent in dependents {
                guard let place = state.withLock({ $0.graph.dependents[dependent]?.key }),
                    let kind = stored(place.resource)
                else { continue }
                try await release(place, kind, uid: dependent, from: [uid])
            }
            try await dropFinalizer("orphan", key, resource, uid: uid)
            return
        }
        guard object.finalizers.contains("foregroundDeletion") else { return }
        guard state.withLock({ $0.graph.isBlocked(uid) }) else {
            try await dropFinalizer("foregroundDeletion", key, resource, uid: uid)
            return
        }
        state.withLock { state in
            for dependent in dependents { state.enqueue(.dependent(dependent)) }
        }
    }

    private func dropFinalizer(
        _ finalizer: String,
        _ key: ResourceKey,
        _ resource: StoredResource,
        uid: String
    ) async throws {
        do {
            _ = try await resource.update(key.name, subresource: nil, WriteScope(namespace: key.namespace)) { current in
                guard var object = current, object.uid == uid else {
                    throw Status.notFound(key.resource, name: key.name)
                }
                let left = object.finalizers.filter { $0 != finalizer }
                object.set(left.isEmpty ? nil : JSONValue(strings: left), at: ["metadata", "finalizers"])
                return object
            }
        } catch let error as Status where error.code == 404 {}
        state.withLock { $0.waiting[uid] = nil }
    }
}
