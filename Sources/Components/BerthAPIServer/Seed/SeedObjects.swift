import Kubernetes
package import Logging

/// The objects that a cluster has from its first start on (reference section 12).
package enum SeedObjects {
    /// Creates what is missing and changes nothing that is there; at each start.
    ///
    /// Only the OAuth clients learn a new address of the OAuth server.
    package static func plant(
        into objects: any LocalObjects,
        _ settings: SeedSettings,
        logger: Logger
    ) async throws {
        let planter = SeedPlanter(objects: objects)
        for namespace in namespaces { try await planter.plant(KnownResource.namespaces, namespace) }
        let defaults = NamespaceDefaults(objects: objects, logger: logger)
        for namespace in namespaces { try await defaults.furnishWithRanges(namespace.name) }
        for (resource, object) in rights { try await planter.plant(resource, object) }
        for (resource, object) in configuration(settings) { try await planter.plant(resource, object) }
        for client in clients(settings) { try await plant(client, planter) }
        try await planter.plant(KnownResource.imageStreams, imageStream)
        try await plantOperator(planter, settings)
    }

    /// The namespaces of a new cluster.
    static let namespaces: [JSONValue] =
        ["default", "kube-system", "kube-public"].map { SeedPlanter.object("v1", "Namespace", $0) }
        + [
            "openshift", "openshift-authentication", "openshift-config", "openshift-config-managed",
            "openshift-image-registry", "openshift-infra", "openshift-node",
        ].map { name in
            SeedPlanter.object(
                "v1",
                "Namespace",
                name,
                annotations: [
                    ProjectView.description: "", ProjectView.displayName: "", "openshift.io/node-selector": "",
                ],
                labels: name == "openshift-image-registry" ? ["openshift.io/cluster-monitoring": "true"] : [:]
            )
        }

    /// Without an image stream `oc registry info` knows no registry.
    static let imageStream = SeedPlanter.object(
        "image.openshift.io/v1",
        "ImageStream",
        "cli",
        namespace: "openshift",
        ["spec": ["lookupPolicy": ["local": false]]]
    )
}
