import BerthTesting
import OCI
import Testing

@testable import BerthRegistry

/// Users are what they say they are; what they may do is a table.
private struct TableAccessController: AccessController {
    let challenge = "Basic realm=\"test\""
    var admitsAnonymous = false
    let rules: AccessRules

    init(_ text: String) throws {
        rules = try AccessRules(parsing: text, anonymousPull: false)
    }

    func principal(for credentials: Credentials, from address: String?) async throws -> Principal {
        switch credentials {
        case .none: return .anonymous
        case .basic(let user, let password) where password == "right": return .verified(user)
        case .basic, .bearer, .malformed: throw RegistryError.unauthorized(challenge: challenge)
        }
    }

    func allows(_ action: RepositoryAction, on repository: RepositoryName, to principal: Principal) async throws -> Bool
    {
        rules.allow(action, on: repository, to: principal)
    }
}

@Suite struct `A right` {
    private static let table = """
        admin ** *
        writer team/** pull,create
        reader team/** pull
        anonymous public/** pull
        """

    @Test func `can be claimed where nobody may pull, too`() async throws {
        var access = try TableAccessController(Self.table)
        access.admitsAnonymous = true
        try await RunningRegistry.run(access: access) { registry in
            let nobody = try await registry.http.request("GET", "/v2/")
            #expect(nobody.status == 200 && nobody["WWW-Authenticate"] == "Basic realm=\"test\"")
            let reader = try await registry.http.authenticated("reader", "right").request("GET", "/v2/")
            #expect(reader.status == 200 && reader["WWW-Authenticate"] == nil)
        }
    }

    @Test func `is asked of everybody, before anything of a repository is told`() async throws {
        let image = SampleImage(seed: 6)
        try await RunningRegistry.run(access: try TableAccessController(Self.table)) { registry in
            let admin = RunningRegistry(http: registry.http.authenticated("admin", "right"), driver: registry.driver)
            _ = try await admin.push(image, to: "team/a", as: "v1")
            let reader = registry.http.authenticated("reader", "right")
            let nobody = try await registry.http.request("GET", "/v2/")
            #expect(nobody.status == 401 && nobody["WWW-Authenticate"] == "Basic realm=\"test\"")
            #expect(try await reader.request("GET", "/v2/").status == 200)
            #expect(try await registry.http.authenticated("reader", "wrong").request("GET", "/v2/").status == 401)
            for path in [
                "manifests/v1", "manifests/none", "blobs/\(image.config.digest)", "tags/list",
                "referrers/\(image.manifest.digest)",
            ] {
                #expect(try await registry.http.request("GET", "/v2/team/a/\(path)").status == 401)
                #expect(try await registry.http.request("GET", "/v2/never/\(path)").status == 401)
                let there = try await reader.request("GET", "/v2/private/a/\(path)")
                #expect(there.status == 403 && there.distributionErrorCode == "DENIED")
            }
            #expect(try await reader.request("GET", "/v2/team/a/manifests/v1").status == 200)
            #expect(try await reader.request("PUT", "/v2/team/a/manifests/v1", body: []).status == 403)
            #expect(try await reader.request("POST", "/v2/team/a/blobs/uploads/", body: []).status == 403)
            #expect(try await reader.request("DELETE", "/v2/team/a/manifests/v1").status == 403)
            #expect(try await registry.http.request("GET", "/v2/public/a/manifests/v1").status == 404)
            #expect(try await registry.http.request("GET", "/v2/_catalog").status == 401)
            #expect(try await registry.http.request("GET", "/metrics").status == 401)
            #expect(try await registry.http.request("GET", "/healthz").status == 200)
            #expect(try await registry.http.request("GET", "/readyz").status == 200)
        }
    }

    @Test func `to create is none to overwrite, and lists show only what may be pulled`() async throws {
        let images = [SampleImage(seed: 7), SampleImage(seed: 8)]
        try await RunningRegistry.run(access: try TableAccessController(Self.table)) { registry in
            let admin = RunningRegistry(http: registry.http.authenticated("admin", "right"), driver: registry.driver)
            let writer = RunningRegistry(http: registry.http.authenticated("writer", "right"), driver: registry.driver)
            _ = try await admin.push(images[0], to: "private/a", as: "v1")
            #expect(try await writer.push(images[0], to: "team/a", as: "latest").status == 201)
            #expect(try await writer.push(images[0], to: "team/a", as: "latest").status == 201)
            #expect(try await writer.push(images[1], to: "team/a", as: "latest").status == 403)
            #expect(try await writer.push(images[1], to: "team/a", as: images[1].manifest.digest).status == 201)
            let tagged = try await writer.push(
                manifest: images[1].manifest,
                to: "team/a",
                as: images[1].manifest.digest + "?tag=latest"
            )
            #expect(tagged.status == 403)
            let latest = try await writer.http.request("GET", "/v2/team/a/manifests/latest")
            #expect(latest["Docker-Content-Digest"] == images[0].manifest.digest)
            #expect(try await writer.http.request("GET", "/v2/_catalog").text == #"{"repositories":["team/a"]}"#)
            #expect(try await admin.http.request("GET", "/v2/_catalog").text.contains("private/a"))
            let config = images[0].config.digest
            for from in ["&from=private/a", ""] {
                let target = "/v2/team/new/blobs/uploads/?mount=\(config)\(from)"
                let mounted = try await writer.http.request("POST", target, body: [])
                #expect(mounted.status == (from.isEmpty ? 201 : 202))
            }
        }
    }

    @Test func `over an upload is its beginner's alone`() async throws {
        let blob = SampleBlob([1, 2, 3])
        try await RunningRegistry.run(access: try TableAccessController(Self.table)) { registry in
            let writer = RunningRegistry(http: registry.http.authenticated("writer", "right"), driver: registry.driver)
            let session = try await writer.beginUpload(in: "team/a")
            let admin = registry.http.authenticated("admin", "right")
            for method in ["GET", "PATCH", "PUT", "DELETE"] {
                let query = method == "PUT" ? "?digest=\(blob.digest)" : ""
                #expect(try await admin.request(method, session + query, body: blob.bytes).status == 404)
            }
            let done = try await writer.http.request("PUT", session + "?digest=\(blob.digest)", body: blob.bytes)
            #expect(done.status == 201)
        }
    }

    @Test func `is never given to a host that the client names`() async throws {
        try await RunningRegistry.run { registry in
            let headers = [
                ("X-Forwarded-Host", "evil.example"), ("X-Forwarded-Proto", "https"), ("Host", "evil.example"),
            ]
            let reply = try await registry.http.request("POST", "/v2/a/blobs/uploads/", headers: headers, body: [])
            #expect(reply["Location"]?.hasPrefix("/v2/a/blobs/uploads/") == true)
            #expect(!reply.description.contains("evil"))
        }
    }
}
