import Kubernetes
import Testing

@testable import BerthAPIServer

@Suite struct `Hosts of routes` {
    private func write(_ host: String?, old: String? = nil) throws -> AdmittedWrite {
        func route(_ host: String?) -> JSONValue {
            var route = SeedPlanter.object("route.openshift.io/v1", "Route", "r", namespace: "ns", ["spec": [:]])
            if let host { route.set(.string(host), at: ["spec", "host"]) }
            return route
        }
        return AdmittedWrite(
            operation: old == nil ? .create : .update,
            kind: try #require(OpenShiftResources.stored(KnownResource.routes)),
            subresource: nil,
            user: UserInfo(username: "ann"),
            isDryRun: false,
            object: route(host),
            old: old.map { route($0) }
        )
    }

    @Test func `are made from the cluster's domain`() async throws {
        let objects = FakeObjects()
        _ = try await objects.create(
            KnownResource.configuration("ingresses"),
            SeedPlanter.object(
                "config.openshift.io/v1",
                "Ingress",
                "cluster",
                ["spec": ["domain": "apps.example"]]
            )
        )
        let admission = RouteHosts(objects: objects, authorizer: ViewFixture.Rights { _ in false })
        var created = try write(nil)
        try await admission.admit(&created)
        #expect(created.object[path: "spec", "host"] == "r-ns.apps.example")
        #expect(created.object.annotations[RouteHosts.generated] == "true")
        var updated = try write(nil, old: "r-ns.apps.example")
        try await admission.admit(&updated)
        #expect(updated.object[path: "spec", "host"] == "r-ns.apps.example")
    }

    @Test func `are chosen by those who may`() async throws {
        let objects = FakeObjects()
        let refusing = RouteHosts(objects: objects, authorizer: ViewFixture.Rights { _ in false })
        for given in [try write("x.example"), try write("y.example", old: "x.example")] {
            var write = given
            let status = await #expect(throws: Status.self) { try await refusing.admit(&write) }
            #expect(status?.code == 422)
        }
        var kept = try write("x.example", old: "x.example")
        try await refusing.admit(&kept)
        let allowing = RouteHosts(
            objects: objects,
            authorizer: ViewFixture.Rights { $0.subresource == "custom-host" && $0.namespace == "ns" }
        )
        var chosen = try write("x.example")
        try await allowing.admit(&chosen)
        #expect(chosen.object[path: "spec", "host"] == "x.example")
    }
}
