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

    @Test func `give way to the first configuration that somebody applies`() async throws {
        try await ServedAPI.serving { api in
            try await SeedObjects.plant(into: api.objects, settings, logger: logger)
            let path = "/apis/imageregistry.operator.openshift.io/v1/configs/cluster"
            let planted = try await api.send("GET", path).json
            #expect(planted[path: "metadata", "managedFields"] == nil)
            func apply(_ state: String, by manager: String) async throws -> ServedAPI.Answer {
                let text = """
                    apiVersion: imageregistry.operator.openshift.io/v1
                    kind: Config
                    metadata: {name: cluster}
                    spec: {managementState: \(state), replicas: 1, storage: {emptyDir: {}}}
                    """
                let type = "application/apply-patch+yaml"
                return try await api.send(
                    "PATCH",
                    "\(path)?fieldManager=\(manager)",
                    bytes: Array(text.utf8),
                    type: type
                )
            }
            let applied = try await apply("Managed", by: "kubectl")
            #expect(applied.code == 200, "\(applied.text)")
            #expect(applied.json[path: "spec", "managementState"] == "Managed")
            #expect(applied.json[path: "spec", "logging"] == 2)
            let owners = applied.json[path: "metadata", "managedFields"]?.array ?? []
            let rest = owners.first { $0["manager"] == "cluster-bootstrap" }
            #expect(rest?[path: "fieldsV1", "f:spec", "f:logging"] == [:], "\(owners)")
            #expect(rest?[path: "fieldsV1", "f:spec", "f:managementState"] == nil)
            #expect(try await apply("Unmanaged", by: "other").code == 409)
            try await SeedObjects.plant(into: api.objects, settings, logger: logger)
            #expect(try await api.send("GET", path).json == applied.json)
        }
    }

    @Test func `that somebody changed belong to him`() async throws {
        try await ServedAPI.serving { api in
            try await SeedObjects.plant(into: api.objects, settings, logger: logger)
            let path = "/apis/imageregistry.operator.openshift.io/v1/configs/cluster"
            try await api.send(
                "PATCH",
                path,
                ["spec": ["managementState": "Managed"]],
                type: "application/merge-patch+json"
            )
            let text = """
                apiVersion: imageregistry.operator.openshift.io/v1
                kind: Config
                metadata: {name: cluster}
                spec: {managementState: Unmanaged, replicas: 2}
                """
            let answer = try await api.send(
                "PATCH",
                path + "?fieldManager=m",
                bytes: Array(text.utf8),
                type: "application/apply-patch+yaml"
            )
            #expect(
                answer.message
                    == #"Apply failed with 1 conflict: conflict with "before-first-apply" "#
                    + "using imageregistry.operator.openshift.io/v1: .spec.managementState"
            )
        }
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
