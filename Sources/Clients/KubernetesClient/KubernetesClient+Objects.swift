package import Kubernetes

/// What an object has to be for a change to happen.
package struct Preconditions: Sendable, Equatable {
    package var uid: String?
    package var resourceVersion: String?

    package init(uid: String? = nil, resourceVersion: String? = nil) {
        (self.uid, self.resourceVersion) = (uid, resourceVersion)
    }

    /// Exactly the object as it was read.
    package init(of object: JSONValue) {
        (uid, resourceVersion) = (object.uid, object.resourceVersion)
    }
}

/// The form of a patch.
package enum PatchType: String, Sendable {
    case json = "application/json-patch+json"
    case merge = "application/merge-patch+json"
    case strategicMerge = "application/strategic-merge-patch+json"
}

extension KubernetesClient {
    /// GET of one object.
    ///
    /// - Throws: ``KubernetesClientError``, `isNotFound` when there is none.
    package func get(_ resource: APIResource, namespace: String = "", name: String) async throws -> JSONValue {
        try await send(KubernetesRequest("GET", resource.path(namespace: namespace, name: name)))
    }

    /// GET of one object; nil when there is none.
    package func find(_ resource: APIResource, namespace: String = "", name: String) async throws -> JSONValue? {
        do {
            return try await get(resource, namespace: namespace, name: name)
        } catch let error as KubernetesClientError where error.isNotFound {
            return nil
        }
    }

    /// POST to the collection; the object as it was stored.
    package func create(_ resource: APIResource, namespace: String = "", _ object: JSONValue) async throws -> JSONValue
    {
        var request = KubernetesRequest("POST", resource.path(namespace: namespace))
        request.setBody(object)
        return try await send(request)
    }

    /// PUT of the whole object; with a resource version in its metadata only over that version.
    package func update(
        _ resource: APIResource,
        _ object: JSONValue,
        subresource: String? = nil
    ) async throws -> JSONValue {
        let path = resource.path(namespace: object.namespace, name: object.name, subresource: subresource)
        // repeated over a resource version it can only conflict, never happen twice
        var request = KubernetesRequest("PUT", path)
        request.setBody(object)
        return try await send(request)
    }

    /// PATCH of one object.
    package func patch(
        _ resource: APIResource,
        namespace: String = "",
        name: String,
        subresource: String? = nil,
        type: PatchType,
        _ patch: JSONValue
    ) async throws -> JSONValue {
        let path = resource.path(namespace: namespace, name: name, subresource: subresource)
        var request = KubernetesRequest("PATCH", path, isIdempotent: type != .json)
        request.contentType = type.rawValue
        request.setBody(patch)
        return try await send(request)
    }

    /// DELETE of one object.
    ///
    /// - Throws: ``KubernetesClientError``: `isNotFound`, or `isConflict` when a precondition does not hold.
    package func delete(
        _ resource: APIResource,
        namespace: String = "",
        name: String,
        preconditions: Preconditions = Preconditions(),
        propagation: String? = nil
    ) async throws {
        var options: JSONValue = ["kind": "DeleteOptions", "apiVersion": "v1"]
        if let uid = preconditions.uid { options.set(.string(uid), at: ["preconditions", "uid"]) }
        if let version = preconditions.resourceVersion {
            options.set(.string(version), at: ["preconditions", "resourceVersion"])
        }
        if let propagation { options.set(.string(propagation), at: ["propagationPolicy"]) }
        var request = KubernetesRequest("DELETE", resource.path(namespace: namespace, name: name))
        request.setBody(options)
        _ = try await send(request)
    }

    /// Reads, changes and writes an object until nobody else changed it in between; nil from `change` leaves it as it is.
    package func modify(
        _ resource: APIResource,
        namespace: String = "",
        name: String,
        attempts: Int = 5,
        _ change: @Sendable (JSONValue) throws -> JSONValue?
    ) async throws -> JSONValue {
        var attempt = 1
        while true {
            let object = try await get(resource, namespace: namespace, name: name)
            guard let changed = try change(object) else { return object }
            do {
                return try await update(resource, changed)
            } catch let error as KubernetesClientError where error.isConflict && attempt < attempts {
                attempt += 1
            }
        }
    }

    /// GET of a document that is no object: `/version`, `/healthz` is none.
    package func document(path: String) async throws -> JSONValue {
        try await send(KubernetesRequest("GET", path))
    }
}
