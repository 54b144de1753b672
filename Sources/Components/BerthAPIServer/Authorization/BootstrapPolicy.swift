import Kubernetes

/// The roles and bindings that every cluster begins with.
///
/// Reconciled at each start as Kubernetes does:
/// <https://kubernetes.io/docs/reference/access-authn-authz/rbac/#auto-reconciliation>.
package enum BootstrapPolicy {
    private static let autoUpdate = "rbac.authorization.kubernetes.io/autoupdate"

    /// Creates what is missing and adds missing rules and subjects to what is there.
    ///
    /// Never removes what users added, and leaves alone what they annotated
    /// `rbac.authorization.kubernetes.io/autoupdate: "false"`. The namespaces of a cluster must exist.
    package static func plant(into objects: any LocalObjects) async throws {
        for role in clusterRoles {
            try await plant(role.json, RBACResource.clusterRoles.groupResource, into: objects)
        }
        for binding in BootstrapBinding.all {
            try await plant(binding, into: objects)
        }
        for (role, binding) in [(sharedResourceViewer, sharedResourceViewers)] + oauthServerNamespaces {
            try await plant(role, RBACResource.roles.groupResource, into: objects)
            try await plant(binding, into: objects)
        }
        try await ClusterRoleAggregation(objects: objects).reconcile()
    }

    /// Every ClusterRole; those that others include come first.
    static var clusterRoles: [BootstrapRole] {
        [userRoles, discoveryRoles, imageRoles, kubernetesFragments, openShiftFragments, oauthServerRoles]
            .flatMap { BootstrapRole.roles($0) ?? [] }
    }

    /// Says that the object is one of the first ones and is kept complete.
    static func mark(_ object: inout JSONValue, labels: [String] = []) {
        let all = ["kubernetes.io/bootstrapping": "rbac-defaults"].merging(labels.map { ($0, "true") }) { $1 }
        object.set(JSONValue(stringMap: all), at: ["metadata", "labels"])
        object.set([autoUpdate: "true"], at: ["metadata", "annotations"])
    }

    /// What everybody who is logged in may read in namespace `openshift`: shared image streams, templates, `motd`.
    private static var sharedResourceViewer: JSONValue {
        let read = ["get", "list", "watch"]
        let rules = [
            PolicyRule(read, groups: ["", "template.openshift.io"], resources: ["templates"]),
            PolicyRule(
                read,
                groups: ["", "image.openshift.io"],
                resources: ["imagestreamimages", "imagestreams", "imagestreamtags", "imagetags"]
            ),
            PolicyRule(["get"], groups: ["", "image.openshift.io"], resources: ["imagestreams/layers"]),
            PolicyRule(["get"], groups: [""], resources: ["configmaps"]),
        ]
        var role: JSONValue = [
            "apiVersion": "rbac.authorization.k8s.io/v1", "kind": "Role",
            "metadata": ["name": "shared-resource-viewer", "namespace": "openshift"],
        ]
        role.set(.array(rules.map(\.json)), at: ["rules"])
        mark(&role)
        return role
    }

    private static var sharedResourceViewers: JSONValue {
        BootstrapBinding.json(
            name: "shared-resource-viewers",
            namespace: "openshift",
            role: ("Role", "shared-resource-viewer"),
            subjects: [BootstrapBinding.subject("group:system:authenticated")]
        )
    }

    private static func plant(_ binding: JSONValue, into objects: any LocalObjects) async throws {
        let resource = binding.namespace.isEmpty ? RBACResource.clusterRoleBindings : .roleBindings
        let namespace = binding.namespace
        if let found = try await objects.get(resource.groupResource, namespace: namespace, name: binding.name),
            found.annotations[autoUpdate] != "false",
            RoleReference(found["roleRef"], namespace: namespace)
                != RoleReference(binding["roleRef"], namespace: namespace)
        {
            // a binding cannot change its role: it is made anew
            _ = try await objects.delete(
                resource.groupResource,
                namespace: namespace,
                name: binding.name,
                resourceVersion: found.resourceVersion
            )
        }
        try await plant(binding, resource.groupResource, into: objects)
    }

    private static func plant(
        _ wanted: JSONValue,
        _ resource: GroupResource,
        into objects: any LocalObjects
    ) async throws {
        let found = try await objects.update(
            resource,
            namespace: wanted.namespace,
            name: wanted.name,
            subresource: nil
        ) { found in
            found.annotations[autoUpdate] == "false" ? nil : reconciled(found, wanted)
        }
        guard found == nil else { return }
        do {
            _ = try await objects.create(resource, wanted)
        } catch let status as Status where status.reason == "AlreadyExists" {
            // another server of the same store was quicker
        }
    }

    /// The object with what it lacks; nil when it lacks nothing.
    static func reconciled(_ found: JSONValue, _ wanted: JSONValue) -> JSONValue? {
        var complete = found
        for kind in ["labels", "annotations"] {
            for (name, value) in wanted["metadata"]?[kind]?.stringMap ?? [:]
            where found["metadata"]?[kind]?[name] == nil {
                complete.set(.string(value), at: ["metadata", kind, name])
            }
        }
        if let selectors = wanted["aggregationRule"]?["clusterRoleSelectors"]?.array {
            let present = found["aggregationRule"]?["clusterRoleSelectors"]?.array ?? []
            let missing = selectors.filter { !present.contains($0) }
            if !missing.isEmpty {
                complete.set(.array(present + missing), at: ["aggregationRule", "clusterRoleSelectors"])
            }
        } else if wanted["rules"] != nil {
            let missing =
                PolicyRule.missing(of: PolicyRule.rules(of: wanted), heldBy: PolicyRule.rules(of: found)) ?? []
            if !missing.isEmpty {
                let added = PolicyRule.compact(missing).map(\.json)
                complete.set(.array((found["rules"]?.array ?? []) + added), at: ["rules"])
            }
        }
        if let subjects = wanted["subjects"]?.array {
            let present = found["subjects"]?.array ?? []
            let known = Set(present.compactMap { RBACSubject.read($0, namespace: found.namespace)?.subject })
            let missing = subjects.filter { subject in
                RBACSubject.read(subject, namespace: found.namespace).map { !known.contains($0.subject) } ?? false
            }
            if !missing.isEmpty { complete.set(.array(present + missing), at: ["subjects"]) }
        }
        return complete == found ? nil : complete
    }
}
