import Kubernetes

/// What everybody may read, and accounts of the system's own namespaces.
extension SeedObjects {
    static let rights: [(GroupResource, JSONValue)] = [
        (KnownResource.roles, role("shared-resource-viewer", in: "openshift", sharedRules)),
        (
            KnownResource.roleBindings,
            binding("shared-resource-viewers", to: "shared-resource-viewer", in: "openshift")
        ),
        (
            KnownResource.roles,
            role(
                "console-public",
                in: "openshift-config-managed",
                [
                    [
                        "apiGroups": [""], "resources": ["configmaps"], "resourceNames": ["console-public"],
                        "verbs": ["get", "list", "watch"],
                    ]
                ]
            )
        ),
        (
            KnownResource.roleBindings,
            binding("console-public", to: "console-public", in: "openshift-config-managed")
        ),
        (
            KnownResource.serviceAccounts,
            SeedPlanter.object(
                "v1",
                "ServiceAccount",
                operatorName,
                namespace: "openshift-image-registry"
            )
        ),
    ]

    private static let sharedRules: JSONValue = [
        [
            "apiGroups": ["", "template.openshift.io"], "resources": ["templates"],
            "verbs": ["get", "list", "watch"],
        ],
        [
            "apiGroups": ["", "image.openshift.io"],
            "resources": ["imagestreamimages", "imagestreams", "imagestreamtags", "imagetags"],
            "verbs": ["get", "list", "watch"],
        ],
        ["apiGroups": ["", "image.openshift.io"], "resources": ["imagestreams/layers"], "verbs": ["get"]],
        ["apiGroups": [""], "resources": ["configmaps"], "verbs": ["get"]],
    ]

    private static func role(_ name: String, in namespace: String, _ rules: JSONValue) -> JSONValue {
        SeedPlanter.object("rbac.authorization.k8s.io/v1", "Role", name, namespace: namespace, ["rules": rules])
    }

    /// Binds a role to everybody who is logged in.
    private static func binding(_ name: String, to role: String, in namespace: String) -> JSONValue {
        SeedPlanter.object(
            "rbac.authorization.k8s.io/v1",
            "RoleBinding",
            name,
            namespace: namespace,
            [
                "roleRef": ["apiGroup": .string(KnownResource.rights), "kind": "Role", "name": .string(role)],
                "subjects": [
                    [
                        "apiGroup": .string(KnownResource.rights), "kind": "Group",
                        "name": "system:authenticated",
                    ]
                ],
            ]
        )
    }
}
