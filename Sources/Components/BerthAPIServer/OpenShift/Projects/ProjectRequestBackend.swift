import Kubernetes
import Logging

/// `projectrequests`: how somebody gets a project of their own (reference 6.1 row 7, 10.4).
///
/// Answers with the project, and only once its requester may enter it. A project that could not be finished is
/// taken away again.
struct ProjectRequestBackend: ResourceBackend {
    /// On a namespace as long as its request is not finished; ``NamespaceDefaults`` takes away what stays so.
    static let unfinished = "berth/unfinished-project-request"
    private static let forbiddenNames = ["openshift", "kubernetes", "kube"]
    private static let forbiddenPrefixes = ["openshift-", "kubernetes-", "kube-"]

    let objects: any LocalObjects
    let authorizer: any Authorizer
    let visibility: ProjectView.Visibility
    let defaults: NamespaceDefaults
    let logger: Logger
    /// How long to wait for the requester's access.
    let patience: Duration

    /// Answers Success iff the caller may request projects.
    func list(_ options: ListOptions, _ request: ResourceRequest) async throws -> ObjectList {
        var attributes = AccessAttributes(user: request.user, verb: "create")
        (attributes.group, attributes.version, attributes.resource) = ("project.openshift.io", "v1", "projectrequests")
        if await authorizer.decide(attributes).isAllowed { throw Status(code: 200, reason: "", message: "") }
        var refusal = Status(
            code: 403,
            reason: "Forbidden",
            message: "You may not request a new project via this API.",
            kind: "projectrequest",
            group: "project.openshift.io"
        )
        let configuration = try await objects.get(KnownResource.projectConfigurations, namespace: "", name: "cluster")
        if let message = configuration?[path: "spec", "projectRequestMessage"]?.string, !message.isEmpty {
            (refusal.message, refusal.kind, refusal.group) = (message, "ProjectRequest", "")
            refusal.causes = [Status.Cause(reason: "", message: message, field: "")]
        }
        throw refusal
    }

    func create(_ object: JSONValue, _ request: ResourceRequest) async throws -> JSONValue {
        let name = object.name
        try check(object)
        if try await objects.get(KnownResource.namespaces, namespace: "", name: name) != nil {
            throw Status.alreadyExists(Self.project, name: name)
        }
        // Nothing else of the request is kept: other labels and annotations give rights to what runs in a namespace.
        let annotations = [
            ProjectView.description: object["description"]?.string ?? "",
            ProjectView.displayName: object["displayName"]?.string ?? "",
            ProjectView.requester: request.user.username,
        ]
        var namespace: JSONValue = [
            "kind": "Namespace", "apiVersion": "v1",
            "metadata": ["name": .string(name), "annotations": JSONValue(stringMap: annotations)],
            "spec": ["finalizers": ["kubernetes"]], "status": ["phase": "Active"],
        ]
        let view = ProjectView(visibility: visibility)
        if request.options.isDryRun { return view.view(of: namespace) }

        namespace.set("true", at: ["metadata", "annotations", Self.unfinished])
        do {
            namespace = try await objects.create(KnownResource.namespaces, namespace)
        } catch let status as Status where status.reason == "AlreadyExists" {
            throw Status.alreadyExists(Self.project, name: name)
        }
        do {
            return view.view(of: try await finish(namespace, for: request.user))
        } catch {
            // Of a cancelled call nothing may run any more; what stays is taken away by NamespaceDefaults.
            await takeAway(name)
            throw error
        }
    }

    /// Everything that belongs to a new project; the mark is taken away last.
    private func finish(_ namespace: JSONValue, for user: UserInfo) async throws -> JSONValue {
        try await defaults.furnish(namespace.name)
        let binding: JSONValue = [
            "kind": "RoleBinding", "apiVersion": "rbac.authorization.k8s.io/v1",
            "metadata": ["name": "admin", "namespace": .string(namespace.name)],
            "roleRef": ["apiGroup": .string(KnownResource.rights), "kind": "ClusterRole", "name": "admin"],
            "subjects": [
                ["apiGroup": .string(KnownResource.rights), "kind": "User", "name": .string(user.username)]
            ],
        ]
        _ = try await objects.create(KnownResource.roleBindings, binding)
        // the change below is what the requester's watches see: by then he must be allowed to
        await waitForAccess(of: user, to: namespace.name)
        let ranges = try await defaults.ranges.reserve()
        let finished = try await objects.update(
            KnownResource.namespaces,
            namespace: "",
            name: namespace.name,
            subresource: nil
        ) { current in
            var changed = current
            changed.set(nil, at: ["metadata", "annotations", Self.unfinished])
            return ranges.annotate(changed) ?? changed
        }
        guard let finished, finished.uid == namespace.uid else {
            throw Status.conflict(Self.project, name: namespace.name, "the project was deleted while it was made")
        }
        return finished
    }

    private func waitForAccess(of user: UserInfo, to namespace: String) async {
        let clock = ContinuousClock()
        let deadline = clock.now.advanced(by: patience)
        var pause = Duration.milliseconds(1)
        while clock.now < deadline {
            if await visibility(user)(namespace) { return }
            do { try await clock.sleep(for: pause) } catch { return }
            pause = min(pause * 2, .milliseconds(100))
        }
        logger.warning("project is not visible to its requester yet", metadata: ["namespace": "\(namespace)"])
    }

    private func takeAway(_ name: String) async {
        do {
            _ = try await objects.delete(KnownResource.namespaces, namespace: "", name: name, resourceVersion: nil)
        } catch {
            logger.warning("half-made project stays until the next look", metadata: ["namespace": "\(name)"])
        }
    }

    private func check(_ object: JSONValue) throws {
        let name = object.name
        if name.isEmpty {
            let cause = Status.Cause(
                reason: "FieldValueRequired",
                message: "Required value: name is required",
                field: "metadata.name"
            )
            throw Status.invalid(Self.kind, name: "", [cause])
        }
        var project = object
        if let display = object["displayName"] {
            project.set(display, at: ["metadata", "annotations", ProjectView.displayName])
        }
        let causes = ProjectView.problems(in: project) + NamespaceRules.nameProblems(name)
        guard causes.isEmpty else { throw Status.invalid(Self.kind, name: name, causes) }
        for forbidden in Self.forbiddenNames where name == forbidden {
            throw Status.forbidden(Self.project, name: name, "cannot request a project with the name \"\(forbidden)\"")
        }
        for prefix in Self.forbiddenPrefixes where name.hasPrefix(prefix) {
            throw Status.forbidden(Self.project, name: name, "cannot request a project starting with \"\(prefix)\"")
        }
    }

    /// As errors name it.
    private static let project = GroupResource(group: "project.openshift.io", resource: "project")
    private static let kind = GroupVersionKind(
        group: "project.openshift.io",
        version: "v1",
        kind: "ProjectRequest"
    )
}
