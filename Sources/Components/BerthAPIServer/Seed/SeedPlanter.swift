import Kubernetes

/// Creates objects that are missing; what is there stays as it is.
struct SeedPlanter {
    let objects: any LocalObjects

    /// Creates an object unless one of its name is there, and gives it its status unless it has one.
    ///
    /// - Returns: The object as it is now.
    @discardableResult
    func plant(_ resource: GroupResource, _ object: JSONValue) async throws -> JSONValue {
        let (namespace, name) = (object.namespace, object.name)
        var planted = try await objects.get(resource, namespace: namespace, name: name)
        if planted == nil {
            do {
                planted = try await objects.create(resource, object)
            } catch let status as Status where status.reason == "AlreadyExists" {
                planted = try await objects.get(resource, namespace: namespace, name: name)
            }
        }
        // Creation drops the status of kinds that have /status, or leaves a first word, such as a pod's Pending.
        guard let planted, let status = object["status"], planted["status"]?.object?.count ?? 0 <= 1 else {
            return planted ?? object
        }
        let changed = try await objects.update(resource, namespace: namespace, name: name, subresource: "status") {
            guard $0["status"]?.object?.count ?? 0 <= 1, $0["status"] != status else { return nil }
            var changed = $0
            changed.set(status, at: ["status"])
            return changed
        }
        return changed ?? planted
    }

    /// An object of a kind, with what follows its metadata.
    static func object(
        _ apiVersion: String,
        _ kind: String,
        _ name: String,
        namespace: String = "",
        annotations: [String: String] = [:],
        labels: [String: String] = [:],
        _ members: JSONValue = [:]
    ) -> JSONValue {
        var metadata = JSONObject()
        metadata["name"] = .string(name)
        if !namespace.isEmpty { metadata["namespace"] = .string(namespace) }
        if !annotations.isEmpty { metadata["annotations"] = JSONValue(stringMap: annotations) }
        if !labels.isEmpty { metadata["labels"] = JSONValue(stringMap: labels) }
        var object = JSONObject()
        (object["kind"], object["apiVersion"]) = (.string(kind), .string(apiVersion))
        object["metadata"] = .object(metadata)
        for member in members.object ?? JSONObject() { object[member.name] = member.value }
        return .object(object)
    }
}
