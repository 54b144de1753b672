import Kubernetes
import Testing

@testable import BerthAPIServer

@Suite struct `A resource catalog` {
    private let catalog = ResourceCatalog()

    @Test func `finds a resource by group, version and name, and by kind`() {
        #expect(catalog.served(group: "apps", version: "v1", resource: "deployments")?.kind.gvk.kind == "Deployment")
        #expect(catalog.served(GroupResource(group: "", resource: "secrets"))?.kind.gvk.kind == "Secret")
        let kind = GroupVersionKind(group: "config.openshift.io", version: "v1", kind: "OAuth")
        #expect(catalog.served(kind)?.kind.resource == "oauths")
        #expect(catalog.served(group: "apps", version: "v2", resource: "deployments") == nil)
    }

    @Test func `lists groups so that a short name finds the right one first`() {
        let groups = catalog.table.groupVersions.map(\.group)
        #expect(groups.first == "")
        func position(_ group: String) -> Int { groups.firstIndex(of: group) ?? -1 }
        #expect(position("apps") < position("image.openshift.io"))
        #expect(position("rbac.authorization.k8s.io") < position("user.openshift.io"))
        #expect(position("image.openshift.io") < position("config.openshift.io"))
        #expect(position("config.openshift.io") < position("imageregistry.operator.openshift.io"))
    }

    @Test func `takes custom resources in and out`() throws {
        let before = catalog.table.generation
        let gvk = GroupVersionKind(group: "zoo.example", version: "v1", kind: "Lion")
        let kind = ResourceKind(gvk, resource: "lions", isNamespaced: true)
        catalog.setCustomResources([ServedResource(kind)], of: "lions.zoo.example")
        #expect(catalog.served(gvk) != nil)
        #expect(catalog.table.groupVersions.last?.group == "zoo.example")
        #expect(catalog.table.generation > before)
        catalog.removeCustomResources(of: "lions.zoo.example")
        #expect(catalog.served(gvk) == nil)
    }

    @Test func `lets others take the place of a stored kind, and add subresources`() {
        var users = ResourceKind(
            GroupVersionKind(group: "user.openshift.io", version: "v1", kind: "User"),
            resource: "users",
            isNamespaced: false
        )
        users.shortNames = ["u"]
        let token = Subresource(
            "token",
            GroupVersionKind(group: "authentication.k8s.io", version: "v1", kind: "TokenRequest"),
            verbs: ["create"],
            .status
        )
        let accounts = GroupResource(group: "", resource: "serviceaccounts")
        let catalog = ResourceCatalog([ServedResource(users)], extensions: [.init(accounts, token)])
        #expect(catalog.served(users.gvk)?.kind.shortNames == ["u"])
        #expect(catalog.all.filter { $0.kind.groupResource == users.groupResource }.count == 1)
        #expect(catalog.served(accounts)?.kind.subresources.map(\.name) == ["token"])
    }

    @Test(arguments: [("v1", "v1beta1"), ("v2", "v1"), ("v1beta2", "v1beta1"), ("v1beta1", "v1alpha9"), ("v1", "odd")])
    func `prefers stable and higher versions`(_ better: String, _ worse: String) {
        #expect(DiscoveryOrder.isPreferred(version: better, to: worse))
        #expect(!DiscoveryOrder.isPreferred(version: worse, to: better))
    }
}
