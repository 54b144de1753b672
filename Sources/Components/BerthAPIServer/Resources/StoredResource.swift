package import Kubernetes
import NIOCore

/// A resource whose objects lie in the store: reads, writes by compare-and-swap, deletion by finalizers, watches.
package struct StoredResource: ResourceBackend {
    package let kind: ResourceKind
    package let context: StorageContext

    package var keepsOwners: Bool { true }

    /// How often a write is tried anew when the object moves under it.
    static let retryLimit = 64

    package init(kind: ResourceKind, context: StorageContext) { (self.kind, self.context) = (kind, context) }

    package func get(_ name: String, _ request: ResourceRequest) async throws -> JSONValue {
        try await get(name, namespace: request.namespace)
    }

    /// The object as clients see it.
    ///
    /// - Throws: `Status` 404.
    package func get(_ name: String, namespace: String) async throws -> JSONValue {
        try visible(await stored(name, namespace: namespace))
    }

    package func create(_ object: JSONValue, _ request: ResourceRequest) async throws -> JSONValue {
        try await create(object, WriteScope(request))
    }

    package func update(
        _ name: String,
        subresource: String?,
        _ request: ResourceRequest,
        change: @escaping @Sendable (_ current: JSONValue?) async throws -> JSONValue
    ) async throws -> (object: JSONValue, isNew: Bool) {
        try await update(name, subresource: subresource, WriteScope(request), change: change)
    }

    package func delete(
        _ name: String,
        _ options: DeleteOptions,
        _ request: ResourceRequest
    ) async throws -> DeletionOutcome {
        var options = options
        options.usualPropagation = kind.strategy.usualPropagation
        return try await delete(name, options, WriteScope(request))
    }

    // MARK: For the extensions

    var resource: GroupResource { kind.groupResource }

    func key(_ name: String, namespace: String) -> ResourceKey {
        ResourceKey(resource, namespace: kind.isNamespaced ? namespace : "", name: name)
    }

    /// The object's bytes.
    ///
    /// - Throws: `Status` 404.
    func stored(_ name: String, namespace: String) async throws -> StoredObject {
        let found = try await translated(name) { () async throws(StoreError) in
            try await context.store.get(key(name, namespace: namespace))
        }
        guard let found else { throw Status.notFound(resource, name: name) }
        return found
    }

    /// Runs a call of the store; its errors become `Status`, with the name of the object.
    func translated<Value: Sendable>(
        _ name: String,
        _ body: () async throws(StoreError) -> Value
    ) async throws -> Value {
        do {
            return try await body()
        } catch {
            throw Status.of(error, resource, name: name) ?? .internalError("the store failed")
        }
    }

    /// The object of stored bytes in this kind's version, with its computed members.
    func visible(_ stored: StoredObject) throws(Status) -> JSONValue {
        var object = try StoredEncoding.decode(stored)
        show(&object)
        return object
    }

    /// Gives an object this kind's version and its computed members.
    func show(_ object: inout JSONValue) {
        object.set(.string(kind.gvk.apiVersion), at: ["apiVersion"])
        object.set(.string(kind.gvk.kind), at: ["kind"])
        if kind.strategy.isDecorating { kind.strategy.decorate(&object, context.environment()) }
    }

    /// Whether stored bytes may be sent as they are.
    package var isSentAsStored: Bool {
        !kind.strategy.isDecorating && kind.gvk.version == kind.storageVersion && !kind.isCustom
    }

    /// The object as it lies in the store: in the storage version.
    func encoded(_ object: JSONValue) -> ByteBuffer {
        guard kind.storageVersion != kind.gvk.version else { return StoredEncoding.encode(object) }
        let stored = GroupVersionKind(group: kind.gvk.group, version: kind.storageVersion, kind: kind.gvk.kind)
        var object = object
        object.set(.string(stored.apiVersion), at: ["apiVersion"])
        return StoredEncoding.encode(object)
    }

    func timestamp() -> String { RFC3339.text(seconds: context.now().rounded(.down)) }
}
