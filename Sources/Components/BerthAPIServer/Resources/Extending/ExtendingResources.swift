import Kubernetes

/// What extends the API server by other servers: `apiservices`, and the configurations of admission webhooks.
enum ExtendingResources {
    /// `table` is what is served now; `startedAt` the time in seconds since 1970 from which it was.
    static func served(table: @escaping @Sendable () -> CatalogTable?, startedAt: Double) -> [ServedResource] {
        let created = RFC3339.text(seconds: startedAt.rounded(.down))
        return [
            resource("apiregistration.k8s.io", "APIService", "apiservices", apiServiceColumns) {
                RefusedResource(
                    contents: { list(of: table(), created: created) },
                    reason: "this server serves all of its groups itself and passes none on to others"
                )
            },
            webhooks("MutatingWebhookConfiguration", "mutatingwebhookconfigurations", table),
            webhooks("ValidatingWebhookConfiguration", "validatingwebhookconfigurations", table),
        ]
    }

    private static func resource(
        _ group: String,
        _ kind: String,
        _ resource: String,
        _ columns: [TableColumn],
        _ backend: () -> RefusedResource
    ) -> ServedResource {
        var made = ResourceKind(
            GroupVersionKind(group: group, version: "v1", kind: kind),
            resource: resource,
            isNamespaced: false
        )
        made.categories = ["api-extensions"]
        made.columns = columns
        made.verbs.removeAll { $0 == "deletecollection" }
        return ServedResource(made, .virtual(backend()))
    }

    private static func webhooks(
        _ kind: String,
        _ name: String,
        _ table: @escaping @Sendable () -> CatalogTable?
    ) -> ServedResource {
        let columns = [
            Columns.name,
            TableColumn("Webhooks", type: "integer", description: "How many webhooks are called.") { object, _ in
                .integer(Int64(object["webhooks"]?.array?.count ?? 0))
            }, Columns.age,
        ]
        return resource("admissionregistration.k8s.io", kind, name, columns) {
            RefusedResource(
                contents: { ObjectList(items: [], resourceVersion: "\(table()?.generation ?? 1)") },
                reason: "this server calls no admission webhooks, so the configuration would not be enforced"
            )
        }
    }

    private static let apiServiceColumns = [
        Columns.name,
        TableColumn("Service", description: "Who serves the group version.") { _, _ in "Local" },
        TableColumn("Available", description: "Whether it can be reached.") { object, _ in
            .string(object[path: "status", "conditions"]?.array?.first?["status"]?.string ?? "Unknown")
        }, Columns.age,
    ]

    /// Priorities fall in the order in which groups are shown, as those of the original do.
    private static func list(of table: CatalogTable?, created: String) -> ObjectList {
        var priorities = (group: Int64(18_000), version: Int64(15))
        var last = ""
        let version = "\(table?.generation ?? 1)"
        let items = (table?.groupVersions ?? []).map { member -> JSONValue in
            if member.group != last { priorities = (priorities.group - 100, 15) } else { priorities.version -= 1 }
            last = member.group
            let isCustom = member.resources.contains { $0.kind.isCustom }
            return [
                "kind": "APIService", "apiVersion": "apiregistration.k8s.io/v1",
                "metadata": [
                    "name": .string(member.group.isEmpty ? member.version : "\(member.version).\(member.group)"),
                    "resourceVersion": .string(version), "creationTimestamp": .string(created),
                    "labels": ["kube-aggregator.kubernetes.io/automanaged": isCustom ? "true" : "onstart"],
                ],
                "spec": [
                    "group": .string(member.group), "version": .string(member.version),
                    "groupPriorityMinimum": .integer(max(priorities.group, 1_000)),
                    "versionPriority": .integer(max(priorities.version, 1)),
                ],
                "status": [
                    "conditions": [
                        [
                            "type": "Available", "status": "True", "lastTransitionTime": .string(created),
                            "reason": "Local", "message": "Local APIServices are always available",
                        ]
                    ]
                ],
            ]
        }
        return ObjectList(items: items.sorted { $0.name < $1.name }, resourceVersion: version)
    }
}
