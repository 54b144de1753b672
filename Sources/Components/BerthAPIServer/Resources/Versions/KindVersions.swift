import Kubernetes

/// The versions beside the stored ones that clients of 4.3's time, and newer ones for events, ask for.
enum KindVersions {
    static let all: [KindVersion] =
        of("batch", "cronjobs") { [KindVersion("batch/v1beta1", of: $0)] }
        + of("policy", "poddisruptionbudgets") { [KindVersion("policy/v1beta1", of: $0)] }
        + of("autoscaling", "horizontalpodautoscalers") { [AutoscalerConversion.version1(of: $0)] }
        + of("networking.k8s.io", "ingresses") { kind in
            ["networking.k8s.io/v1beta1", "extensions/v1beta1"].map { IngressConversion.beta($0, of: kind) }
        }
        + ["roles", "rolebindings", "clusterroles", "clusterrolebindings"].flatMap { resource in
            of("rbac.authorization.k8s.io", resource) { [KindVersion("rbac.authorization.k8s.io/v1beta1", of: $0)] }
        }
        + of("", "events") { kind in
            [
                EventConversion.version("events.k8s.io/v1", of: kind, isStrict: true),
                EventConversion.version("events.k8s.io/v1beta1", of: kind, isStrict: false),
            ]
        }

    private static func of(
        _ group: String,
        _ resource: String,
        _ make: (ResourceKind) -> [KindVersion]
    ) -> [KindVersion] {
        let wanted = GroupResource(group: group, resource: resource)
        return StoredKinds.all.first { $0.groupResource == wanted }.map(make) ?? []
    }

    /// The resources; `directory` finds the stored kinds' backends.
    static func served(_ directory: BackendDirectory) -> [ServedResource] { all.map { $0.served(directory) } }
}

extension JSONValue {
    /// Moves members to other names; a member that is absent stays absent.
    mutating func rename(_ names: [(from: String, to: String)]) {
        for (from, to) in names {
            guard let value = self[from] else { continue }
            set(nil, at: [from])
            set(value, at: [to])
        }
    }
}
