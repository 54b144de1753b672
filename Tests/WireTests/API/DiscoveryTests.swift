import BerthTesting
import Kubernetes
import Testing

/// What clients ask first: which resources there are, in which order, and what they look like.
@Suite(.timeLimit(.minutes(10)))
struct `Discovery` {
    private static let aggregated = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList"
    private static let asked =
        aggregated + ",application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList,application/json"

    @Test
    func `says the same in both forms, and puts the plain groups first`() async throws {
        try await BerthFixture.with { fixture in
            let cluster = try await fixture.cluster(hasOAuth: false)
            var seen: [String: Set<String>] = [:]
            var order: [String] = []
            for path in ["/api", "/apis"] {
                let reply = try await cluster.admin.get(path + "?timeout=32s", accept: Self.asked)
                #expect(reply.status == 200 && reply["Content-Type"] == Self.aggregated, "\(reply)")
                for group in reply.json["items"]?.array ?? [] {
                    order.append(group.name)
                    for version in group["versions"]?.array ?? [] {
                        let number = version["version"]?.string ?? ""
                        let key = group.name.isEmpty ? number : "\(group.name)/\(number)"
                        seen[key] = Set((version["resources"]?.array ?? []).compactMap { $0["resource"]?.string })
                    }
                }
            }
            #expect(order.prefix(2) == ["", "apps"])
            func place(_ name: String) -> Int { order.firstIndex { $0 == name } ?? -1 }
            for group in ["project.openshift.io", "image.openshift.io", "oauth.openshift.io"] {
                #expect(place("rbac.authorization.k8s.io") < place(group))
                #expect(place(group) < place("config.openshift.io"))
                #expect(place(group) < place("imageregistry.operator.openshift.io"))
            }
            let plain = try await cluster.admin.get("/apis").json
            #expect(plain.kind == "APIGroupList")
            let groups = plain["groups"]?.array ?? []
            #expect(groups.compactMap { $0["name"]?.string } == Array(order.dropFirst()))
            let old = try await cluster.admin.get("/api").json
            #expect(old.kind == "APIVersions" && old["versions"]?.strings == ["v1"])
            for (version, names) in seen {
                let path = version.contains("/") ? "/apis/\(version)" : "/api/\(version)"
                let list = try await cluster.admin.get(path).json
                let listed = (list["resources"]?.array ?? []).compactMap { $0["name"]?.string }
                #expect(Set(listed.filter { !$0.contains("/") }) == names, "\(version)")
            }
        }
    }

    @Test
    func `describes every kind for validation`() async throws {
        try await BerthFixture.with { fixture in
            let cluster = try await fixture.cluster(hasOAuth: false)
            let index = try await cluster.admin.get("/openapi/v3?timeout=32s").json
            let paths = try #require(index["paths"]?.object)
            #expect(paths.contains("api/v1") && paths.contains("apis/config.openshift.io/v1"))
            for member in paths {
                let url = try #require(member.value["serverRelativeURL"]?.string)
                let reply = try await cluster.admin.get(url)
                #expect(reply.status == 200 && reply.json["openapi"]?.string?.hasPrefix("3.0") == true, "\(url)")
            }
            let url = paths["api/v1"]?["serverRelativeURL"]?.string ?? ""
            let core = try await cluster.admin.get(url).json
            let secret = core[path: "paths", "/api/v1/namespaces/{namespace}/secrets/{name}", "patch"]
            let names = (secret?["parameters"]?.array ?? []).compactMap { $0["name"]?.string }
            #expect(names.contains("fieldValidation"))
        }
    }

    @Test
    func `is open to those who log in, and health to everybody`() async throws {
        try await BerthFixture.with { fixture in
            let cluster = try await fixture.cluster(hasOAuth: false)
            for path in ["/healthz", "/livez", "/readyz"] {
                let reply = try await cluster.anonymous.get(path)
                #expect(reply.status == 200 && reply.text == "ok", "\(path): \(reply)")
            }
            #expect(try await cluster.anonymous.get("/version").status == 200)
            let secrets = try await cluster.anonymous.get("/api/v1/secrets")
            #expect(secrets.status == 403 && secrets.json["message"]?.string?.contains("system:anonymous") == true)
            let unknown = try await cluster.admin.get("/apis/none.example.com/v1/things")
            #expect(unknown.status == 404, "\(unknown)")
            let keys = try await cluster.admin.get("/openid/v1/jwks")
            #expect(keys.status == 200 && keys.json["keys"]?.array?.isEmpty == false, "\(keys)")
            let issuer = try await cluster.admin.get("/.well-known/openid-configuration")
            #expect(issuer.status == 200 && issuer.json["jwks_uri"] != nil, "\(issuer)")
        }
    }
}
