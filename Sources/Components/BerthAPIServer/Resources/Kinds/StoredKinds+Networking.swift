/// networking, policy, discovery, coordination, storage and scheduling.
extension StoredKinds {
    static let networking: [ResourceKind] = [
        kind(
            "networking.k8s.io/v1",
            "IngressClass",
            "ingressclasses",
            namespaced: false,
            columns: Columns.ingressClasses
        ),
        kind(
            "networking.k8s.io/v1",
            "Ingress",
            "ingresses",
            short: ["ing"],
            status: true,
            columns: Columns.ingresses,
            strategy: NetworkRules.ingresses
        ),
        kind(
            "networking.k8s.io/v1",
            "NetworkPolicy",
            "networkpolicies",
            short: ["netpol"],
            columns: Columns.networkPolicies,
            strategy: NetworkRules.networkPolicies
        ),
        kind(
            "policy/v1",
            "PodDisruptionBudget",
            "poddisruptionbudgets",
            short: ["pdb"],
            status: true,
            columns: Columns.podDisruptionBudgets,
            strategy: NetworkRules.disruptionBudgets
        ),
        kind(
            "discovery.k8s.io/v1",
            "EndpointSlice",
            "endpointslices",
            columns: Columns.endpointSlices,
            strategy: ServiceRules.endpointSlices
        ),
        kind("coordination.k8s.io/v1", "Lease", "leases", columns: Columns.leases, strategy: NetworkRules.leases),
        kind(
            "storage.k8s.io/v1",
            "StorageClass",
            "storageclasses",
            namespaced: false,
            short: ["sc"],
            columns: Columns.storageClasses,
            strategy: StorageRules.storageClasses
        ),
        kind(
            "scheduling.k8s.io/v1",
            "PriorityClass",
            "priorityclasses",
            namespaced: false,
            short: ["pc"],
            columns: Columns.priorityClasses,
            strategy: StorageRules.priorityClasses
        ),
    ]
}
