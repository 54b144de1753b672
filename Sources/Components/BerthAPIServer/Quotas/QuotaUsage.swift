import Kubernetes

/// How much of what a quota may limit one object takes.
///
/// <https://kubernetes.io/docs/concepts/policy/resource-quotas/>; `openshift.io/imagestreams` is OpenShift's.
enum QuotaUsage {
    /// Resources that are limited by their plain name too.
    private static let plain: [GroupResource: String] = [
        KnownResource.pods: "pods", KnownResource.secrets: "secrets", KnownResource.configMaps: "configmaps",
        services: "services",
        GroupResource(group: "", resource: "replicationcontrollers"): "replicationcontrollers",
        GroupResource(group: "", resource: "resourcequotas"): "resourcequotas",
        claims: "persistentvolumeclaims",
        KnownResource.imageStreams: "openshift.io/imagestreams",
    ]
    static let claims = GroupResource(group: "", resource: "persistentvolumeclaims")
    static let services = GroupResource(group: "", resource: "services")
    /// Whose objects may take more after their creation.
    static let growing: Set = [claims, services]
    private static let storageClassSuffix = ".storageclass.storage.k8s.io/"

    /// What an object takes, by the names that `hard` of a quota has.
    static func usage(of object: JSONValue, _ resource: GroupResource) -> [String: Quantity] {
        var usage = [countName(resource): Quantity(1)]
        let plain = Self.plain[resource]
        switch resource {
        case KnownResource.pods:
            // a pod that has ended takes no more than its place in the store
            guard !hasEnded(object) else { return usage }
            usage.merge(PodAmounts(object).usage) { $1 }
        case claims:
            let size = amount(object[path: "spec", "resources", "requests", "storage"]) ?? .zero
            usage["requests.storage"] = size
            if let name = object[path: "spec", "storageClassName"]?.string, !name.isEmpty {
                usage["\(name)\(storageClassSuffix)requests.storage"] = size
                usage["\(name)\(storageClassSuffix)persistentvolumeclaims"] = Quantity(1)
            }
        case services:
            let ports = object[path: "spec", "ports"]?.array?.count ?? 0
            let type = object[path: "spec", "type"]?.string ?? ""
            usage["services.nodeports"] = Quantity(["NodePort", "LoadBalancer"].contains(type) ? ports : 0)
            usage["services.loadbalancers"] = Quantity(type == "LoadBalancer" ? 1 : 0)
        default: break
        }
        if let plain { usage[plain] = Quantity(1) }
        return usage
    }

    /// The resource whose objects a name of `hard` counts; nil for one that nothing here counts.
    static func resource(countedBy name: String) -> GroupResource? {
        if name.hasPrefix("count/") {
            let parts = name.dropFirst(6).split(separator: ".", maxSplits: 1).map(String.init)
            guard let resource = parts.first else { return nil }
            return GroupResource(group: parts.count == 2 ? parts[1] : "", resource: resource)
        }
        if let found = plain.first(where: { $0.value == name }) { return found.key }
        if name == "requests.storage" || name.contains(storageClassSuffix) { return claims }
        if name.hasPrefix("services.") { return services }
        return PodAmounts.isCompute(name) ? KnownResource.pods : nil
    }

    /// `count/deployments.apps`, `count/pods`.
    private static func countName(_ resource: GroupResource) -> String {
        "count/\(resource.resource)" + (resource.group.isEmpty ? "" : ".\(resource.group)")
    }

    static func hasEnded(_ pod: JSONValue) -> Bool {
        ["Succeeded", "Failed"].contains(pod[path: "status", "phase"]?.string ?? "")
    }

    /// A quantity as JSON has it.
    static func amount(_ value: JSONValue?) -> Quantity? {
        guard let value, !value.isNull else { return nil }
        return Quantity(parsing: Cell.text(value))
    }
}
