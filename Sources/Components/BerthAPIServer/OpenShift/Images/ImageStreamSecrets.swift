import Kubernetes

/// `imagestreams/secrets`: the pull secrets of a project, for pulling through from another registry.
struct ImageStreamSecrets: SubresourceHandler {
    static let types: Set<String> = ["kubernetes.io/dockercfg", "kubernetes.io/dockerconfigjson"]
    private static let excluded = "openshift.io/image.excludeSecret"

    let store: ImageStreamStore

    func handle(
        verb: String,
        name: String,
        body: JSONValue?,
        request: ResourceRequest
    ) async throws -> SubresourceAnswer {
        guard verb == "get" else { throw Status.methodNotAllowed }
        _ = try await store.stream(name, in: request.namespace)
        let secrets = try await Self.secrets(in: request.namespace, store.objects)
        return .object(["kind": "SecretList", "apiVersion": "v1", "metadata": [:], "items": .array(secrets)])
    }

    /// The pull secrets of a project.
    static func secrets(in namespace: String, _ objects: any LocalObjects) async throws -> [JSONValue] {
        try await objects.list(KnownResource.secrets, namespace: namespace).filter { secret in
            types.contains(secret["type"]?.string ?? "") && secret.annotations[excluded] != "true"
        }
    }
}
