package import Kubernetes

extension StoredResource {
    private static let nameTries = 8

    /// Creates an object: names it, fills what the server fills, applies the kind's rules, and commits.
    ///
    /// - Throws: `Status` 400, 403 (terminating namespace), 404 (absent namespace), 409, 422.
    package func create(_ object: JSONValue, _ scope: WriteScope) async throws -> JSONValue {
        var object = object
        try ObjectIdentity.place(&object, kind, namespace: scope.namespace)
        try kind.schema?.normalize(&object, kind)
        guard object.resourceVersion.isEmpty else {
            throw Status.badRequest("resourceVersion should not be set on objects to be created")
        }
        if object.name.isEmpty, let derived = kind.strategy.derivedName(object) {
            object.set(.string(derived), at: ["metadata", "name"])
        }
        let base = object["metadata"]?["generateName"]?.string ?? ""
        let isGenerated = object.name.isEmpty && !base.isEmpty
        for attempt in 1... {
            if isGenerated {
                object.set(.string(String(base.prefix(58)) + context.makeSuffix()), at: ["metadata", "name"])
            }
            do {
                return try await createNamed(object, scope)
            } catch let error as Status where isGenerated && error.reason == "AlreadyExists" {
                guard attempt < Self.nameTries else { throw error }
            }
        }
        throw Status.internalError("no name was free")
    }

    private func createNamed(_ given: JSONValue, _ scope: WriteScope) async throws -> JSONValue {
        var object = given
        object.set(.string(UUIDText.random()), at: ["metadata", "uid"])
        kind.strategy.prepareForCreate(&object)
        object.set(.string(timestamp()), at: ["metadata", "creationTimestamp"])
        for name in ["resourceVersion", "deletionTimestamp", "deletionGracePeriodSeconds", "selfLink"] {
            object.set(nil, at: ["metadata", name])
        }
        let hasGeneration = object["spec"] != nil || kind.isCustom
        object.set(hasGeneration ? 1 : nil, at: ["metadata", "generation"])
        noteCreator(&object, scope)
        ObjectIdentity.dropEmptyMetadata(&object)
        ObjectIdentity.orderMembers(&object)
        try validate(object, old: nil)
        let namespaceRevision = try await requireNamespace(of: object, isFresh: scope.options.isDryRun)
        let admitted = try await admission(.create, object, old: nil, subresource: nil, scope)
        defer { withExtendedLifetime(admitted) {} }
        object = admitted.object
        for text in kind.strategy.warnings(object, old: nil) { scope.warnings.add(text) }
        let key = key(object.name, namespace: object.namespace)
        if scope.options.isDryRun {
            let present = try await translated(key.name) { () async throws(StoreError) in
                try await context.store.get(key)
            }
            guard present == nil else { throw Status.alreadyExists(resource, name: key.name) }
            show(&object)
            return object
        }
        let stored = try await commit(object, key, namespaceAt: namespaceRevision)
        await context.settle(resource, stored.revision)
        return try visible(stored)
    }

    /// Creates the object in a namespace that takes content, if it belongs to one.
    private func commit(
        _ object: JSONValue,
        _ key: ResourceKey,
        namespaceAt revision: Int64?
    ) async throws -> StoredObject {
        let bytes = encoded(object)
        var expected = revision
        for _ in 0..<Self.retryLimit {
            do {
                guard let expected else { return try await context.store.create(key, bytes) }
                let namespace = ResourceKey(KnownResource.namespaces, name: key.namespace)
                return try await context.store.create(key, bytes, while: namespace, isAt: expected)
            } catch StoreError.conflict where expected != nil {
                expected = try await requireNamespace(of: object, isFresh: true)
            } catch {
                throw Status.of(error, resource, name: key.name) ?? .internalError("the store failed")
            }
        }
        throw Status.conflict(resource, name: key.name)
    }

    /// Content goes only to namespaces that exist and stay.
    ///
    /// - Returns: The revision at which the namespace was seen to; when that is to be fresh, now. Nil for what lies in
    ///   none.
    private func requireNamespace(of object: JSONValue, isFresh: Bool) async throws -> Int64? {
        guard kind.isNamespaced else { return nil }
        let namespaces = KnownResource.namespaces
        let name = object.namespace
        if !isFresh, let known = context.namespaces.revision(name) { return known }
        context.namespaces.note(name, at: nil)
        let found = try await translated(name) { () async throws(StoreError) in
            try await context.store.get(ResourceKey(namespaces, name: name))
        }
        guard let found else { throw Status.notFound(namespaces, name: name) }
        guard try StoredEncoding.decode(found).deletionTimestamp == nil else {
            var refusal = Status.forbidden(
                resource,
                name: object.name,
                "unable to create new content in namespace \(name) because it is being terminated"
            )
            refusal.causes = [
                .init(
                    reason: "NamespaceTerminating",
                    message: "namespace \(name) is being terminated",
                    field: "metadata.namespace"
                )
            ]
            throw refusal
        }
        context.namespaces.note(name, at: found.revision)
        return found.revision
    }

    /// - Throws: `Status` 422 with everything that is wrong.
    func validate(_ object: JSONValue, old: JSONValue?) throws(Status) {
        let causes =
            ObjectMetadataRules.faults(of: object, kind: kind, old: old)
            + kind.strategy.validate(object, old: old)
        guard causes.isEmpty else {
            let base = object["metadata"]?["generateName"]?.string ?? ""
            throw .invalid(kind.gvk, name: object.name.isEmpty ? base : object.name, causes)
        }
    }

    /// What the admissions make of a write.
    func admitted(
        _ operation: AdmittedWrite.Operation,
        _ object: JSONValue,
        old: JSONValue?,
        subresource: String?,
        _ scope: WriteScope
    ) async throws -> JSONValue {
        try await admission(operation, object, old: old, subresource: subresource, scope).object
    }

    /// A write that passed the admissions, with what they hold until it is committed.
    func admission(
        _ operation: AdmittedWrite.Operation,
        _ object: JSONValue,
        old: JSONValue?,
        subresource: String?,
        _ scope: WriteScope
    ) async throws -> AdmittedWrite {
        var write = AdmittedWrite(
            operation: operation,
            kind: kind,
            subresource: subresource,
            user: scope.user,
            isDryRun: scope.options.isDryRun,
            object: object,
            old: old
        )
        for admission in context.admissions { try await admission.admit(&write) }
        return write
    }
}
