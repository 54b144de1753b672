import Kubernetes
import Logging
import Testing

@testable import BerthAPIServer

@Suite struct `The first objects` {
    private let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    private let settings = SeedSettings(
        issuer: "https://127.0.0.1:6444",
        apiServerURL: "https://127.0.0.1:6443",
        appsDomain: "apps.example",
        now: 1_580_551_200
    )

    @Test func `are all there`() async throws {
        let objects = FakeObjects()
        try await SeedObjects.plant(into: objects, settings, logger: logger)
        let namespace = try #require(
            try await objects.get(KnownResource.namespaces, namespace: "", name: "openshift-image-registry")
        )
        #expect(namespace.annotations["openshift.io/sa.scc.supplemental-groups"] != nil)
        let config = try await objects.get(
            GroupResource(group: "imageregistry.operator.openshift.io", resource: "configs"),
            namespace: "",
            name: "cluster"
        )
        #expect(config?[path: "spec", "managementState"] == "Removed")
        #expect(config?[path: "spec", "httpSecret"]?.string?.utf8.count == 128)
        let clusterOperator = try await objects.get(
            KnownResource.configuration("clusteroperators"),
            namespace: "",
            name: "image-registry"
        )
        let available = clusterOperator?[path: "status", "conditions"]?.array?.first
        #expect(available?["reason"] == "Removed")
        #expect(available?["lastTransitionTime"] == "2020-02-01T10:00:00Z")
        let pods = try await objects.list(KnownResource.pods, namespace: "openshift-image-registry")
        #expect(pods.count == 1)
        #expect(pods.first?.name.hasPrefix("cluster-image-registry-operator-") == true)
        #expect(pods.first?[path: "status", "containerStatuses"]?.array?.count == 2)
        let browser = try await objects.get(
            KnownResource.oauthClients,
            namespace: "",
            name: "openshift-browser-client"
        )
        #expect(browser?["secret"]?.string?.utf8.count == 43)
        #expect(browser?["redirectURIs"]?.strings == ["https://127.0.0.1:6444/oauth/token/display"])
        #expect(try await objects.list(KnownResource.imageStreams, namespace: "openshift").count == 1)
        let motd = try await objects.get(KnownResource.configMaps, namespace: "openshift", name: "motd")
        #expect(motd == nil)
    }

    @Test func `stay as users changed them`() async throws {
        let objects = FakeObjects()
        try await SeedObjects.plant(into: objects, settings, logger: logger)
        let oauths = KnownResource.configuration("oauths")
        _ = try await objects.update(oauths, namespace: "", name: "cluster", subresource: nil) {
            var changed = $0
            changed.set(["identityProviders": []], at: ["spec"])
            return changed
        }
        let browser = try await objects.get(
            KnownResource.oauthClients,
            namespace: "",
            name: "openshift-browser-client"
        )
        let before = try await everything(in: objects)
        try await SeedObjects.plant(into: objects, settings, logger: logger)
        #expect(try await everything(in: objects) == before)

        var moved = settings
        moved.issuer = "https://berth.example"
        try await SeedObjects.plant(into: objects, moved, logger: logger)
        let after = try await objects.get(
            KnownResource.oauthClients,
            namespace: "",
            name: "openshift-browser-client"
        )
        #expect(after?["secret"] == browser?["secret"])
        #expect(
            after?["redirectURIs"]?.strings == [
                "https://127.0.0.1:6444/oauth/token/display", "https://berth.example/oauth/token/display",
            ]
        )
    }

    private func everything(in objects: FakeObjects) async throws -> [JSONValue] {
        var all: [JSONValue] = []
        for kind in StoredKinds.all { all += try await objects.list(kind.groupResource, namespace: nil) }
        return all
    }
}
