import Kubernetes
import Testing

@testable import BerthAPIServer

@Suite struct `The first roles` {
    private static let image = "image.openshift.io"

    /// What somebody with a role in `ns` may do.
    private func holder(of role: String) -> (RBACSnapshot, UserInfo) {
        (Rights.bootstrap([Rights.binding("test", in: "ns", to: role, "user:ann")]), Rights.user("ann"))
    }

    private func may(_ role: String, _ verb: String, _ resource: String, _ group: String = "") -> Bool {
        let (snapshot, ann) = holder(of: role)
        return snapshot.allows(ann, verb, resource, group: group, in: "ns")
    }

    @Test func `are all read from their notation`() {
        for text in [
            BootstrapPolicy.userRoles, BootstrapPolicy.discoveryRoles, BootstrapPolicy.imageRoles,
            BootstrapPolicy.kubernetesFragments, BootstrapPolicy.openShiftFragments, BootstrapPolicy.oauthServerRoles,
        ] { #expect(BootstrapRole.roles(text) != nil) }
        let names = Set(BootstrapPolicy.clusterRoles.map(\.name))
        #expect(names.count == BootstrapPolicy.clusterRoles.count)
        for binding in BootstrapBinding.all { #expect(names.contains(binding["roleRef"]?["name"]?.string ?? "")) }
        #expect(BootstrapBinding.all.count == 22)
        #expect(BootstrapRole.roles("x\n  get nowhere pods") == nil)
    }

    @Test func `let view read, but no secrets and no roles`() {
        #expect(may("view", "list", "pods"))
        #expect(may("view", "get", "namespaces"))
        #expect(may("view", "watch", "deployments", "apps"))
        #expect(may("view", "get", "projects", "project.openshift.io"))
        #expect(!may("view", "get", "secrets"))
        #expect(!may("view", "list", "roles", RBACResource.group))
        #expect(!may("view", "create", "pods"))
        // its own fragment lacks layers, registry-viewer adds them
        #expect(may("view", "get", "imagestreams/layers", Self.image))
        #expect(!may("view", "update", "imagestreams/layers", Self.image))
    }

    @Test func `let edit write, but not grant`() {
        #expect(may("edit", "get", "secrets"))
        #expect(may("edit", "delete", "secrets"))
        #expect(may("edit", "create", "imagestreams", Self.image))
        #expect(may("edit", "update", "imagestreams/layers", Self.image))
        #expect(may("edit", "create", "serviceaccounts/token"))
        #expect(!may("edit", "create", "rolebindings", RBACResource.group))
        #expect(!may("edit", "delete", "projects", "project.openshift.io"))
        #expect(!may("edit", "create", "resourcequotas"))
    }

    @Test func `let admin grant and delete its project, but not set quotas`() {
        for group in [RBACResource.group, "authorization.openshift.io"] {
            #expect(may("admin", "create", "rolebindings", group))
            #expect(may("admin", "delete", "roles", group))
        }
        #expect(may("admin", "delete", "projects", "project.openshift.io"))
        #expect(may("admin", "create", "localresourceaccessreviews", "authorization.openshift.io"))
        #expect(may("admin", "create", "localsubjectaccessreviews", "authorization.k8s.io"))
        #expect(!may("admin", "create", "resourcequotas"))
        #expect(!may("admin", "delete", "namespaces"))
        #expect(!may("admin", "get", "imagestreams/secrets", "none"))
    }

    @Test func `tell the registry's users apart`() {
        #expect(may("registry-viewer", "get", "imagestreams/layers", Self.image))
        #expect(!may("registry-viewer", "update", "imagestreams/layers", Self.image))
        #expect(!may("registry-viewer", "create", "imagestreams", Self.image))
        #expect(may("registry-editor", "update", "imagestreams/layers", Self.image))
        #expect(may("registry-editor", "create", "imagestreams", Self.image))
        #expect(may("registry-editor", "get", "secrets"))
        #expect(!may("registry-editor", "create", "rolebindings", RBACResource.group))
        #expect(may("registry-admin", "create", "rolebindings", RBACResource.group))
        #expect(may("registry-admin", "delete", "projects", "project.openshift.io"))
        #expect(may("system:image-puller", "get", "imagestreams/layers", Self.image))
        #expect(!may("system:image-puller", "get", "imagestreams", Self.image))
        #expect(may("system:image-pusher", "update", "imagestreams/layers", Self.image))
        #expect(!may("system:image-pusher", "create", "imagestreams", Self.image))
        #expect(may("system:image-builder", "create", "imagestreams", Self.image))
        #expect(may("system:image-puller", "get", "imagestreams/layers", ""))
    }

    @Test func `keep registry, pruner and signer to their work`() {
        let snapshot = Rights.bootstrap([
            Rights.binding("p", to: "system:image-pruner", "user:pruner"),
            Rights.binding("s", to: "system:image-signer", "user:signer"),
        ])
        let registry = Rights.user("system:serviceaccount:openshift-image-registry:registry")
        #expect(snapshot.allows(registry, "create", "imagestreammappings", group: Self.image, in: "ns"))
        #expect(snapshot.allows(registry, "delete", "images", group: Self.image))
        #expect(!snapshot.allows(registry, "get", "secrets", in: "ns"))
        #expect(snapshot.allows(Rights.user("pruner"), "delete", "images", group: Self.image))
        #expect(snapshot.allows(Rights.user("pruner"), "update", "imagestreams/status", group: Self.image, in: "ns"))
        #expect(!snapshot.allows(Rights.user("pruner"), "delete", "imagestreams", group: Self.image, in: "ns"))
        #expect(snapshot.allows(Rights.user("signer"), "create", "imagesignatures", group: Self.image))
    }

    @Test func `give everybody who is logged in what oc needs, and no more`() {
        let snapshot = Rights.bootstrap()
        let ann = Rights.user("ann", "system:authenticated:oauth", "system:authenticated")
        let robot = Rights.user("system:serviceaccount:ns:robot", "system:serviceaccounts", "system:authenticated")
        #expect(snapshot.allows(ann, "get", "users", group: "user.openshift.io", name: "~"))
        #expect(snapshot.allows(ann, "list", "projects", group: "project.openshift.io"))
        #expect(snapshot.allows(ann, "create", "projectrequests", group: "project.openshift.io"))
        #expect(snapshot.allows(ann, "list", "projectrequests", group: "project.openshift.io"))
        #expect(snapshot.allows(ann, "create", "selfsubjectreviews", group: "authentication.k8s.io"))
        #expect(!snapshot.allows(robot, "create", "projectrequests", group: "project.openshift.io"))
        #expect(!snapshot.allows(ann, "get", "users", group: "user.openshift.io", name: "bob"))
        #expect(!snapshot.allows(ann, "list", "namespaces"))
        #expect(!snapshot.allows(ann, "impersonate", "users", name: "bob"))
    }

    @Test func `let nobody know more than the version and how to log in`() {
        let snapshot = Rights.bootstrap()
        func mayGet(_ path: String) -> Bool {
            var attributes = AccessAttributes(user: .anonymous, verb: "get")
            attributes.path = path
            return snapshot.decision(attributes).isAllowed
        }
        #expect(mayGet("/version"))
        #expect(mayGet("/healthz"))
        #expect(mayGet("/.well-known/oauth-authorization-server"))
        #expect(!mayGet("/apis"))
        #expect(!mayGet("/metrics"))
        #expect(
            snapshot.allows(.anonymous, "create", "selfsubjectaccessreviews", group: "authorization.k8s.io")
        )
        #expect(!snapshot.allows(.anonymous, "get", "users", group: "user.openshift.io", name: "~"))
    }

    @Test func `let a cluster reader read all but secrets`() {
        let snapshot = Rights.bootstrap()
        let reader = Rights.user("r", "system:cluster-readers")
        #expect(snapshot.allows(reader, "list", "nodes"))
        #expect(snapshot.allows(reader, "list", "pods", in: "any"))
        #expect(snapshot.allows(reader, "list", "clusterrolebindings", group: RBACResource.group))
        #expect(snapshot.allows(reader, "get", "images", group: Self.image))
        #expect(!snapshot.allows(reader, "get", "secrets", in: "any"))
        #expect(!snapshot.allows(reader, "create", "pods", in: "any"))
        #expect(!snapshot.allows(reader, "list", "oauthaccesstokens", group: "oauth.openshift.io"))
        let admin = Rights.user("system:admin")
        #expect(snapshot.allows(admin, "anything", "secrets", in: "any"))
    }

    @Test func `let the OAuth server do what it does, and nothing else`() {
        let planted = BootstrapPolicy.oauthServerNamespaces.flatMap { [$0.role, $0.binding] }
        let snapshot = Rights.bootstrap(planted)
        let server = Rights.user("system:oauth-server", "system:authenticated")
        let needed = [
            "get oauths config.openshift.io cluster", "get namespaces - kube-system",
            "get users user.openshift.io ann", "create users user.openshift.io", "update users user.openshift.io ann",
            "get identities user.openshift.io a:b", "create identities user.openshift.io",
            "get oauthclients oauth.openshift.io console",
        ]
        let tokens = ["oauthaccesstokens", "oauthauthorizetokens"].flatMap { tokens in
            ["get", "list", "create", "delete"].map { "\($0) \(tokens) oauth.openshift.io" }
        }
        let grants = ["get", "create", "update"].map { "\($0) oauthclientauthorizations oauth.openshift.io" }
        func isAllowed(_ text: String, in namespace: String = "") -> Bool {
            let words = text.split(separator: " ").map(String.init)
            return snapshot.allows(
                server,
                words[0],
                words[1],
                group: words[2] == "-" ? "" : words[2],
                in: namespace,
                name: words.count > 3 ? words[3] : ""
            )
        }
        for text in needed + tokens + grants { #expect(isAllowed(text), "\(text)") }
        #expect(isAllowed("get secrets - htpass-secret", in: "openshift-config"))
        #expect(isAllowed("get secrets - kubeadmin", in: "kube-system"))
        for text in [
            "update oauths config.openshift.io cluster", "get oauths config.openshift.io other",
            "get namespaces - default", "list users user.openshift.io", "delete users user.openshift.io ann",
            "patch users user.openshift.io ann", "update identities user.openshift.io a:b",
            "update oauthclients oauth.openshift.io console", "list oauthclients oauth.openshift.io",
            "update oauthaccesstokens oauth.openshift.io", "create groups user.openshift.io",
            "create clusterrolebindings rbac.authorization.k8s.io", "impersonate users - ann",
        ] { #expect(!isAllowed(text), "\(text)") }
        for namespace in ["default", "kube-system", "openshift-authentication"] {
            #expect(!isAllowed("get secrets - htpass-secret", in: namespace))
        }
        #expect(!isAllowed("list secrets -", in: "openshift-config"))
        #expect(!isAllowed("update secrets - htpass-secret", in: "openshift-config"))
        #expect(!isAllowed("get configmaps - x", in: "openshift-config"))
    }

    @Test func `are planted once and completed, but never taken from`() async throws {
        let objects = FakeObjects()
        try await BootstrapPolicy.plant(into: objects)
        let roles = RBACResource.clusterRoles.groupResource
        let bindings = RBACResource.clusterRoleBindings.groupResource
        let before = try await objects.list(roles, namespace: nil)
        #expect(before.first { $0.name == "admin" }?["rules"]?.array?.isEmpty == false)
        try await BootstrapPolicy.plant(into: objects)
        #expect(try await objects.list(roles, namespace: nil) == before)
        _ = try await objects.update(roles, namespace: "", name: "basic-user", subresource: nil) { role in
            var role = role
            role.set([["verbs": ["get"], "apiGroups": [""], "resources": ["extra"]]], at: ["rules"])
            return role
        }
        _ = try await objects.update(bindings, namespace: "", name: "self-provisioners", subresource: nil) { binding in
            var binding = binding
            binding.set([], at: ["subjects"])
            binding.set("false", at: ["metadata", "annotations", "rbac.authorization.kubernetes.io/autoupdate"])
            return binding
        }
        _ = try await objects.update(bindings, namespace: "", name: "basic-users", subresource: nil) { binding in
            var binding = binding
            binding.set([BootstrapBinding.subject("user:ann")], at: ["subjects"])
            return binding
        }
        try await BootstrapPolicy.plant(into: objects)
        let basic = try #require(try await objects.get(roles, namespace: "", name: "basic-user"))
        let rules = PolicyRule.rules(of: basic)
        #expect(rules.first?.resources == ["extra"])
        #expect(rules.contains { $0.resources == ["projectrequests"] })
        let selfProvisioners = try await objects.get(bindings, namespace: "", name: "self-provisioners")
        #expect(selfProvisioners?["subjects"]?.array?.isEmpty == true)
        let basicUsers = try await objects.get(bindings, namespace: "", name: "basic-users")
        #expect(basicUsers?["subjects"]?.array?.map { $0["name"]?.string } == ["ann", "system:authenticated"])
    }
}
