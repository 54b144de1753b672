import Kubernetes

/// The kinds with objects in the store (reference section 5), beside custom resources.
package enum StoredKinds {
    package static let all: [ResourceKind] =
        core + workloads + rights + networking + extensions + openShift + configuration

    /// Makes a kind with what nearly every kind has.
    static func kind(
        _ apiVersion: String,
        _ kind: String,
        _ resource: String,
        namespaced: Bool = true,
        short: [String] = [],
        categories: [String] = [],
        status: Bool = false,
        columns: [TableColumn] = [],
        strategy: any ResourceStrategy = PlainStrategy(),
        _ change: (inout ResourceKind) -> Void = { _ in }
    ) -> ResourceKind {
        let parts = apiVersion.split(separator: "/").map(String.init)
        let gvk = GroupVersionKind(
            group: parts.count > 1 ? parts[0] : "",
            version: parts.last ?? "",
            kind: kind
        )
        var made = ResourceKind(gvk, resource: resource, isNamespaced: namespaced)
        (made.shortNames, made.categories, made.columns, made.strategy) = (short, categories, columns, strategy)
        made.schema = ObjectSchema(of: gvk)
        if status { made.subresources.append(statusSubresource(gvk)) }
        change(&made)
        return made
    }

    static func statusSubresource(_ gvk: GroupVersionKind) -> Subresource {
        Subresource("status", gvk, verbs: ["get", "patch", "update"], .status)
    }

    static let scaleSubresource = Subresource(
        "scale",
        GroupVersionKind(group: "autoscaling", version: "v1", kind: "Scale"),
        verbs: ["get", "patch", "update"],
        .scale
    )
}
