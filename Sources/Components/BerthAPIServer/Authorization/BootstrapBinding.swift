import Kubernetes

/// The ClusterRoleBindings that every cluster has.
enum BootstrapBinding {
    /// Binding, its ClusterRole, its subjects.
    ///
    /// `cluster-admin` is taken from the start, so that `oc adm policy` names the next one `cluster-admin-0`.
    private static let table = """
        cluster-admin cluster-admin group:system:masters
        cluster-admins cluster-admin group:system:cluster-admins user:system:admin
        cluster-readers cluster-reader group:system:cluster-readers
        basic-users basic-user group:system:authenticated
        self-access-reviewers self-access-reviewer group:system:authenticated group:system:unauthenticated
        self-provisioners self-provisioner group:system:authenticated:oauth
        system:oauth-token-deleters system:oauth-token-deleter group:system:authenticated group:system:unauthenticated
        system:openshift:useroauthaccesstoken-manager system:openshift:useroauthaccesstoken-manager \
        group:system:authenticated
        cluster-status-binding cluster-status group:system:authenticated
        system:openshift:discovery system:openshift:discovery group:system:authenticated
        system:discovery system:discovery group:system:authenticated
        system:basic-user system:basic-user group:system:authenticated
        system:public-info-viewer system:public-info-viewer group:system:authenticated group:system:unauthenticated
        system:openshift:public-info-viewer system:openshift:public-info-viewer group:system:unauthenticated
        system:service-account-issuer-discovery system:service-account-issuer-discovery group:system:serviceaccounts
        system:scope-impersonation system:scope-impersonation group:system:authenticated group:system:unauthenticated
        system:webhooks system:webhook group:system:authenticated group:system:unauthenticated
        system:build-strategy-docker-binding system:build-strategy-docker group:system:authenticated
        system:build-strategy-source-binding system:build-strategy-source group:system:authenticated
        system:build-strategy-jenkinspipeline-binding system:build-strategy-jenkinspipeline group:system:authenticated
        registry-registry-role system:registry account:openshift-image-registry/registry
        system:openshift:oauth-server system:openshift:oauth-server user:system:oauth-server
        """

    /// The bindings as they are created.
    static var all: [JSONValue] {
        table.split(separator: "\n").compactMap { line in
            let words = line.split(separator: " ").map(String.init)
            guard words.count >= 3 else { return nil }
            return json(
                name: words[0],
                namespace: "",
                role: ("ClusterRole", words[1]),
                subjects: words[2...].map(subject)
            )
        }
    }

    /// `user:…`, `group:…` or `account:<namespace>/<name>` as a subject.
    static func subject(_ text: String) -> JSONValue {
        let parts = text.split(separator: ":", maxSplits: 1).map(String.init)
        let name = parts.last ?? ""
        if parts.first == "account" {
            let account = name.split(separator: "/").map(String.init)
            return [
                "kind": "ServiceAccount", "namespace": .string(account.first ?? ""),
                "name": .string(account.last ?? ""),
            ]
        }
        return [
            "apiGroup": .string(RBACResource.group), "kind": parts.first == "user" ? "User" : "Group",
            "name": .string(name),
        ]
    }

    /// A binding; a RoleBinding when it has a namespace.
    static func json(
        name: String,
        namespace: String,
        role: (kind: String, name: String),
        subjects: [JSONValue]
    ) -> JSONValue {
        var binding: JSONValue = [
            "apiVersion": "rbac.authorization.k8s.io/v1",
            "kind": namespace.isEmpty ? "ClusterRoleBinding" : "RoleBinding", "metadata": ["name": .string(name)],
        ]
        if !namespace.isEmpty { binding.set(.string(namespace), at: ["metadata", "namespace"]) }
        BootstrapPolicy.mark(&binding)
        binding.set(
            [
                "apiGroup": .string(RBACResource.group), "kind": .string(role.kind), "name": .string(role.name),
            ],
            at: ["roleRef"]
        )
        binding.set(.array(subjects), at: ["subjects"])
        return binding
    }
}
