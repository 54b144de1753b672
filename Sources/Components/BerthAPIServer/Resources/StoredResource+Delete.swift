import Kubernetes

extension StoredResource {
    /// Deletes the object, or marks it deleted while finalizers keep it.
    ///
    /// - Throws: `Status` 404, 409 (preconditions).
    package func delete(
        _ name: String,
        _ options: DeleteOptions,
        _ scope: WriteScope
    ) async throws -> DeletionOutcome {
        let key = key(name, namespace: scope.namespace)
        let isDryRun = options.isDryRun || scope.options.isDryRun
        var scope = scope
        scope.options.isDryRun = isDryRun
        for _ in 0..<Self.retryLimit {
            let stored = try await stored(name, namespace: scope.namespace)
            var old = try StoredEncoding.decode(stored)
            old.set(.string(kind.gvk.apiVersion), at: ["apiVersion"])
            try checkPreconditions(options, of: old)
            _ = try await admitted(.delete, old, old: old, subresource: nil, scope)
            var object = old
            apply(options.propagation(for: object), to: &object)
            let grace = try await graceSeconds(object, options)
            let isKept = kind.strategy.keepsDeleted(object) || grace > 0
            if isKept {
                mark(&object, grace: grace)
                if isDryRun || object == old {
                    show(&object)
                    return .pending(object)
                }
            } else if isDryRun {
                show(&object)
                return .deleted(object)
            }
            do {
                let committed =
                    isKept
                    ? try await context.store.update(key, encoded(object), expecting: stored.revision)
                    : try await context.store.delete(key, expecting: stored.revision)
                await context.settle(resource, committed.revision)
                let seen = try visible(committed)
                return isKept ? .pending(seen) : .deleted(seen)
            } catch StoreError.conflict {
                continue
            } catch {
                throw Status.of(error, resource, name: name) ?? .internalError("the store failed")
            }
        }
        throw Status.conflict(resource, name: name)
    }

    private func checkPreconditions(_ options: DeleteOptions, of object: JSONValue) throws(Status) {
        if let uid = options.uid, uid != object.uid {
            throw .conflict(
                resource,
                name: object.name,
                "the UID in the precondition (\(uid)) does not match the UID in record (\(object.uid)). "
                    + "The object might have been deleted and then recreated"
            )
        }
        if let version = options.resourceVersion, version != object.resourceVersion {
            throw .conflict(
                resource,
                name: object.name,
                "the ResourceVersion in the precondition (\(version)) does not match the ResourceVersion in record "
                    + "(\(object.resourceVersion)). The object might have been modified"
            )
        }
    }

    /// The garbage collector's finalizers say what becomes of dependents.
    private func apply(_ propagation: DeleteOptions.Propagation?, to object: inout JSONValue) {
        guard let propagation else { return }
        var finalizers = object.finalizers.filter { !DeleteOptions.finalizers.contains($0) }
        switch propagation {
        case .orphan: finalizers.append(DeleteOptions.orphanFinalizer)
        case .foreground: finalizers.append(DeleteOptions.foregroundFinalizer)
        case .background: break
        }
        guard finalizers != object.finalizers else { return }
        object.set(finalizers.isEmpty ? nil : JSONValue(strings: finalizers), at: ["metadata", "finalizers"])
    }

    /// Marks the object deleted; a second deletion only shortens the grace.
    private func mark(_ object: inout JSONValue, grace: Int64) {
        let isFirst = object.deletionTimestamp == nil
        let present = object["metadata"]?["deletionGracePeriodSeconds"]?.integer
        if isFirst || grace < present ?? 0 {
            let moment = context.now().rounded(.down) + Double(min(grace, 1 << 31))
            object.set(.string(RFC3339.text(seconds: moment)), at: ["metadata", "deletionTimestamp"])
            object.set(.integer(grace), at: ["metadata", "deletionGracePeriodSeconds"])
        }
        guard isFirst else { return }
        if object.generation > 0, object.generation < .max {
            object.set(.integer(object.generation + 1), at: ["metadata", "generation"])
        }
        kind.strategy.prepareForDeletion(&object)
    }

    /// How long a node may take to end a pod that runs on it; 0 for everything else, also when the node is gone.
    private func graceSeconds(_ object: JSONValue, _ options: DeleteOptions) async throws -> Int64 {
        guard waitsForNode(object), options.gracePeriodSeconds != 0 else { return 0 }
        let node = object["spec"]?["nodeName"]?.string ?? ""
        let nodes = GroupResource(group: "", resource: "nodes")
        let found = try await translated(node) { () async throws(StoreError) in
            try await context.store.get(ResourceKey(nodes, name: node))
        }
        guard found != nil else { return 0 }
        let given = options.gracePeriodSeconds ?? object["spec"]?["terminationGracePeriodSeconds"]?.integer ?? 30
        return max(given, 0)
    }

    /// Whether this is a pod that a node still runs: the node deletes it, with grace 0, when it has ended.
    func waitsForNode(_ object: JSONValue) -> Bool {
        guard resource.group.isEmpty, resource.resource == "pods" else { return false }
        guard let node = object["spec"]?["nodeName"]?.string, !node.isEmpty else { return false }
        return !["Succeeded", "Failed"].contains(object["status"]?["phase"]?.string ?? "")
    }
}
