import Kubernetes

/// Namespaces and projects.
extension OpenShiftResources {
    var namespaces: [ServedResource] {
        guard var kind = Self.stored(KnownResource.namespaces) else { return [] }
        kind.strategy = NamespaceRules()
        kind.subresources.append(
            Subresource(
                NamespaceFinalizing.subresource,
                kind.gvk,
                verbs: ["update"],
                .custom(NamespaceFinalizing(objects: objects))
            )
        )
        return [ServedResource(kind)]
    }

    var projects: [ServedResource] {
        var project = ResourceKind(ProjectView.kind, resource: "projects", isNamespaced: false)
        project.verbs = ["create", "delete", "get", "list", "patch", "update", "watch"]
        project.strategy = NamespaceRules()
        project.columns = [
            ViewColumns.name,
            TableColumn("Display Name") { object, _ in .string(object.annotations[ProjectView.displayName] ?? "") },
            TableColumn("Status") { object, _ in .string(object[path: "status", "phase"]?.string ?? "") },
        ]
        var request = ResourceKind(
            GroupVersionKind(group: "project.openshift.io", version: "v1", kind: "ProjectRequest"),
            resource: "projectrequests",
            isNamespaced: false
        )
        request.verbs = ["create", "list"]
        return [
            ServedResource(
                project,
                .virtual(
                    ConvertedResource(
                        ProjectView(visibility: visibility, rights: authorizer as? RBACAuthorizer),
                        directory
                    )
                )
            ),
            ServedResource(
                request,
                .virtual(
                    ProjectRequestBackend(
                        objects: objects,
                        authorizer: authorizer,
                        visibility: visibility,
                        defaults: defaults,
                        logger: logger,
                        patience: patience
                    )
                )
            ),
        ]
    }
}
