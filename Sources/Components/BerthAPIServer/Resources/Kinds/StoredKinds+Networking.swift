/// networking, policy, discovery, coordination, storage and scheduling.
extension StoredKinds {
    static let networking: [ResourceKind] = [
        kind("networking.k8s.io/v1", "IngressClass", "ingressclasses", namespaced: false),
        kind("networking.k8s.io/v1", "Ingress", "ingresses", short: ["ing"], status: true),
        kind("networking.k8s.io/v1", "NetworkPolicy", "networkpolicies", short: ["netpol"]),
        kind("policy/v1", "PodDisruptionBudget", "poddisruptionbudgets", short: ["pdb"], status: true),
        kind("discovery.k8s.io/v1", "EndpointSlice", "endpointslices"),
        kind("coordination.k8s.io/v1", "Lease", "leases"),
        kind("storage.k8s.io/v1", "StorageClass", "storageclasses", namespaced: false, short: ["sc"]),
        kind("scheduling.k8s.io/v1", "PriorityClass", "priorityclasses", namespaced: false, short: ["pc"]),
    ]
}
