import Kubernetes

/// Refuses to delete the namespaces without which there is no cluster.
struct NamespaceProtection: Admission {
    static let immortal: Set<String> = [
        "default", "kube-system", "kube-public", "openshift", "openshift-infra", "openshift-node",
    ]

    func admit(_ write: inout AdmittedWrite) async throws {
        guard write.operation == .delete, write.subresource == nil else { return }
        guard write.kind.groupResource == KnownResource.namespaces, Self.immortal.contains(write.object.name) else {
            return
        }
        throw Status.forbidden(
            KnownResource.namespaces,
            name: write.object.name,
            "this namespace may not be deleted"
        )
    }
}
