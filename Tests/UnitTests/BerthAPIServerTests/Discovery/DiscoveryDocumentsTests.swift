import Kubernetes
import NIOCore
import Testing

@testable import BerthAPIServer

@Suite struct `Discovery` {
    private let documents = DiscoveryDocuments(catalog: ResourceCatalog(), serverAddress: "127.0.0.1:6443")
    private static let aggregated =
        "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,"
        + "application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList,application/json"

    private func value(_ path: String, _ accept: String = "application/json") throws -> JSONValue {
        let document = try #require(documents.document(path: path, accept: accept))
        return try JSONValue(parsing: Array(document.body.readableBytesView))
    }

    @Test func `aggregates with its own content type`() throws {
        let document = try #require(documents.document(path: "/apis", accept: Self.aggregated))
        #expect(document.contentType == "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList")
        let list = try value("/apis", Self.aggregated)
        #expect(list.kind == "APIGroupDiscoveryList")
        let apps = try #require(list["items"]?.array?.first)
        #expect(apps.name == "apps")
        let resources = apps["versions"]?.array?.first?["resources"]?.array ?? []
        let deployments = resources.first { $0["resource"] == "deployments" }
        #expect(deployments?["shortNames"]?.strings == ["deploy"])
        #expect(deployments?["scope"] == "Namespaced")
        let scale = deployments?["subresources"]?.array?.first { $0["subresource"] == "scale" }
        #expect(scale?[path: "responseKind", "group"] == "autoscaling")
        #expect(try value("/api", Self.aggregated)["items"]?.array?.first?["metadata"]?["name"] == nil)
    }

    @Test func `speaks the older aggregated form and the plain one`() throws {
        let old = "application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList"
        #expect(documents.document(path: "/api", accept: old)?.contentType.contains("v=v2beta1") == true)
        #expect(try value("/api")["versions"]?.strings == ["v1"])
        #expect(try value("/apis").kind == "APIGroupList")
        #expect(try value("/apis/apps")["preferredVersion"]?["groupVersion"] == "apps/v1")
        let list = try value("/api/v1", Self.aggregated)
        #expect(list.kind == "APIResourceList")
        #expect(list["resources"]?.array?.contains { $0["name"] == "pods/status" } == true)
    }

    @Test(arguments: ["/apis/nope", "/apis/apps/v9", "/api/v2", "/apix", "/apis/apps/v1/x", "/"])
    func `has nothing elsewhere`(_ path: String) {
        #expect(documents.document(path: path, accept: "") == nil)
    }

    @Test func `gives the same tag until something changes`() throws {
        let catalog = ResourceCatalog()
        let documents = DiscoveryDocuments(catalog: catalog)
        let first = documents.document(path: "/apis", accept: "")?.entityTag
        #expect(first == documents.document(path: "/apis/", accept: "*/*")?.entityTag)
        let gvk = GroupVersionKind(group: "zoo.example", version: "v1", kind: "Lion")
        catalog.setCustomResources([.init(ResourceKind(gvk, resource: "lions", isNamespaced: true))], of: "x")
        #expect(first != documents.document(path: "/apis", accept: "")?.entityTag)
    }
}
