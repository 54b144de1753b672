package import Kubernetes

extension StoredResource {
    /// Replaces what `change` makes of the object, again when it moves meanwhile and no resourceVersion was named.
    ///
    /// A change that changes nothing commits nothing.
    /// - Throws: `Status` 404, 409, 422.
    package func update(
        _ name: String,
        subresource: String?,
        _ scope: WriteScope,
        change: @escaping @Sendable (_ current: JSONValue?) async throws -> JSONValue
    ) async throws -> (object: JSONValue, isNew: Bool) {
        let key = key(name, namespace: scope.namespace)
        for _ in 0..<Self.retryLimit {
            let stored = try await translated(name) { () async throws(StoreError) in
                try await context.store.get(key)
            }
            guard let stored else {
                guard subresource == nil, kind.strategy.allowsCreateOnUpdate else {
                    throw Status.notFound(resource, name: name)
                }
                do {
                    var fresh = try await change(nil)
                    fresh.set(nil, at: ["metadata", "resourceVersion"])
                    return (try await create(fresh, scope), true)
                } catch let error as Status where error.reason == "AlreadyExists" { continue }
            }
            var old = try StoredEncoding.decode(stored)
            old.set(.string(kind.gvk.apiVersion), at: ["apiVersion"])
            var seen = old
            show(&seen)
            var object = try await change(seen)
            try merge(&object, into: old, subresource: subresource, scope)
            guard object != old else { return (seen, false) }
            try validate(object, old: old)
            let admitted = try await admission(.update, object, old: old, subresource: subresource, scope)
            defer { withExtendedLifetime(admitted) {} }
            object = admitted.object
            for text in kind.strategy.warnings(object, old: old) { scope.warnings.add(text) }
            // within the grace of a deletion it is the node that ends a pod
            let grace = old["metadata"]?["deletionGracePeriodSeconds"]?.integer ?? 0
            let isLast = old.deletionTimestamp != nil && grace == 0 && !kind.strategy.keepsDeleted(object)
            if scope.options.isDryRun {
                show(&object)
                return (object, false)
            }
            do {
                let committed =
                    isLast
                    ? try await context.store.delete(key, expecting: stored.revision)
                    : try await context.store.update(key, encoded(object), expecting: stored.revision)
                await context.settle(resource, committed.revision)
                if isLast {
                    object.set(.string("\(committed.revision)"), at: ["metadata", "resourceVersion"])
                    show(&object)
                    return (object, false)
                }
                return (try visible(committed), false)
            } catch StoreError.conflict {
                continue
            } catch {
                throw Status.of(error, resource, name: name) ?? .internalError("the store failed")
            }
        }
        throw Status.conflict(resource, name: name)
    }

    /// Brings a new state in line with the old: what is fixed, what the kind's rules keep, and the generation.
    private func merge(
        _ object: inout JSONValue,
        into old: JSONValue,
        subresource: String?,
        _ scope: WriteScope
    ) throws(Status) {
        let owners = object["metadata"]?["managedFields"]
        try ObjectIdentity.place(&object, kind, namespace: scope.namespace)
        try kind.schema?.normalize(&object, kind)
        guard object.resourceVersion.isEmpty || object.resourceVersion == old.resourceVersion else {
            throw .conflict(resource, name: old.name)
        }
        guard object.uid.isEmpty || object.uid == old.uid else {
            throw .conflict(
                resource,
                name: old.name,
                "Precondition failed: UID in precondition: \(object.uid), UID in object meta: \(old.uid)"
            )
        }
        switch subresource {
        case "status": kind.strategy.prepareForStatusUpdate(&object, old: old)
        case "finalize":
            var finalized = old
            finalized.set(object["spec"]?["finalizers"], at: ["spec", "finalizers"])
            object = finalized
        default: kind.strategy.prepareForUpdate(&object, old: old)
        }
        for name in ["resourceVersion", "uid", "creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds"] {
            object.set(old["metadata"]?[name], at: ["metadata", name])
        }
        object.set(nil, at: ["metadata", "selfLink"])
        var generation = old.generation
        if generation > 0 || object["spec"] != nil, subresource != "status", differs(object, old) {
            generation = generation == .max ? generation : generation + 1
        }
        object.set(generation == 0 ? nil : .integer(generation), at: ["metadata", "generation"])
        ObjectIdentity.dropEmptyMetadata(&object)
        ObjectIdentity.orderMembers(&object)
        noteOwners(&object, given: owners, old: old, subresource: subresource, scope)
    }

    /// Whether anything but the metadata and the status differs.
    private func differs(_ object: JSONValue, _ old: JSONValue) -> Bool {
        func desired(_ value: JSONValue) -> JSONValue {
            .object(
                JSONObject(
                    (value.object ?? JSONObject())
                        .filter { !["metadata", "status", "kind", "apiVersion"].contains($0.name) }
                        .map { ($0.name, $0.value) }
                )
            )
        }
        return desired(object) != desired(old)
    }
}
