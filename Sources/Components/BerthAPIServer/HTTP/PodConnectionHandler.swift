import Kubernetes

/// `pods/exec`, `pods/attach`, `pods/portforward`: says why there is no connection to a pod's containers.
///
/// No node of a cluster's own runs pods yet, so the answer is the one that any server gives for a pod without a node.
/// https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/
struct PodConnectionHandler: SubresourceHandler {
    private static let pods = GroupResource(group: "", resource: "pods")

    let objects: any LocalObjects

    /// The subresources that connect to a pod.
    static func subresources(_ handler: PodConnectionHandler) -> [Subresource] {
        [("exec", "PodExecOptions"), ("attach", "PodAttachOptions"), ("portforward", "PodPortForwardOptions")].map {
            let kind = GroupVersionKind(group: "", version: "v1", kind: $0.1)
            return Subresource($0.0, kind, verbs: ["create", "get"], .custom(handler))
        }
    }

    func handle(
        verb: String,
        name: String,
        body: JSONValue?,
        request: ResourceRequest
    ) async throws -> SubresourceAnswer {
        guard let pod = try await objects.get(Self.pods, namespace: request.namespace, name: name) else {
            throw Status.notFound(Self.pods, name: name)
        }
        if let wanted = QueryOptions(target: request.target).value("container"), !wanted.isEmpty {
            _ = try PodLogHandler.container(wanted, of: pod)
        }
        guard let node = pod[path: "spec", "nodeName"]?.string, !node.isEmpty else {
            throw Status.badRequest("pod \(name) does not have a host assigned")
        }
        throw Status.badRequest("connections to containers are not served here: pod \(name) is on node \(node)")
    }
}
