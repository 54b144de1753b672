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
        kind.strategy.prepareForCreate(&object)
        object.set(.string(UUIDText.random()), at: ["metadata", "uid"])
        object.set(.string(timestamp()), at: ["metadata", "creationTimestamp"])
        for name in ["resourceVersion", "deletionTimestamp", "deletionGracePeriodSeconds", "selfLink"] {
            object.set(nil, at: ["metadata", name])
        }
        if !scope.options.isApply { object.set(nil, at: ["metadata", "managedFields"]) }
        object.set(object["spec"] == nil ? nil : 1, at: ["metadata", "generation"])
        ObjectIdentity.orderMembers(&object)
        try validate(object, old: nil)
        try await requireNamespace(of: object)
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
        let bytes = encoded(object)
        let stored = try await translated(key.name) { () async throws(StoreError) in
            try await context.store.create(key, bytes)
        }
        await context.settle(resource, stored.revision)
        return try visible(stored)
    }

    /// Content goes only to namespaces that exist and stay.
    private func requireNamespace(of object: JSONValue) async throws {
        guard kind.isNamespaced else { return }
        let namespaces = GroupResource(group: "", resource: "namespaces")
        let name = object.namespace
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
