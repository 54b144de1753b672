import BerthTesting
import Testing

/// Two users with different rights: what one may not see, no detour shows (reliability.md §3, R1 to R9).
@Suite(.timeLimit(.minutes(10)))
struct `A user of the registry` {
    private static let rules = """
        admin ** *
        user1 team/** pull,push
        user1 shared/** pull
        user1 drop/** pull,create
        anonymous public/** pull
        """

    private func with(
        _ kind: RegistryKind,
        _ name: String = #function,
        _ body: @Sendable (RegistryServer, RegistryServer) async throws -> Void
    ) async throws {
        try await BerthFixture.with("\(name) \(kind)") { fixture in
            let rules = try fixture.file("access", Self.rules)
            let user = try await fixture.registry(
                kind,
                authenticated: true,
                environment: ["REGISTRY_AUTH_HTPASSWD_ACCESSFILE": rules]
            )
            var admin = user
            admin.http = RawHTTP(port: user.http.port).authenticated("admin", "pass:word")
            try await body(admin, user)
        }
    }

    @Test(arguments: RegistryKind.ours.filter { $0 != .outside })
    func `cannot read, mount, finish or guess what belongs to another`(_ kind: RegistryKind) async throws {
        try await with(kind) { admin, user in
            let secret = SampleImage(seed: 200)
            let layer = secret.layers[0]
            try await admin.push(secret, to: "private/app", as: "v1")
            let missing = SampleBlob([1, 2, 3]).digest
            for path in [
                "private/app/manifests/v1", "private/app/manifests/\(secret.manifest.digest)",
                "private/app/blobs/\(layer.digest)", "private/app/tags/list",
                "private/app/referrers/\(secret.manifest.digest)", "private/none/blobs/\(layer.digest)",
                "private/app/blobs/\(missing)",
            ] {
                for method in ["GET", "HEAD"] where method == "GET" || !path.contains("list") {
                    let reply = try await user.call(method, path)
                    #expect([401, 403, 404].contains(reply.status), "\(method) \(path) → \(reply.status)")
                    if method == "GET" {
                        // there or not: the same answer
                        let other = try await user.call(method, path.replacing("private/app", with: "private/nothing"))
                        #expect(other.status == reply.status, "\(path)")
                    }
                }
            }
            for query in ["?mount=\(layer.digest)&from=private/app", "?mount=\(layer.digest)"] {
                let reply = try await user.call("POST", "team/app/blobs/uploads/\(query)", body: [])
                #expect(reply.status == 202, "\(query) → \(reply)")
                #expect(try await user.call("GET", "team/app/blobs/\(layer.digest)").status == 404)
            }
            // a manifest that names foreign blobs, children or a subject opens nothing
            let naming = try await user.put(manifest: secret.manifest, to: "team/app", as: "stolen")
            #expect((400..<500).contains(naming.status))
            let index = SampleImage.index([secret.manifest])
            let indexed = try await user.put(manifest: index, to: "team/app", as: "index")
            if indexed.status == 201 {
                let child = try await user.call("GET", "team/app/manifests/\(secret.manifest.digest)")
                #expect(child.status == 404)
            }
            let session = try await admin.beginUpload("private/app")
            _ = try await admin.patch(session, Array("half".utf8))
            for target in [session, session.replacing("private/app", with: "team/app")] {
                for method in ["GET", "DELETE"] {
                    let reply = try await user.http.request(method, target)
                    #expect([401, 403, 404].contains(reply.status), "\(method) → \(reply.status)")
                }
            }
            #expect(try await admin.http.request("GET", session).status == 204)
            // somebody else's session in a repository of one's own is somebody else's
            let own = try await admin.beginUpload("team/app")
            let foreign = try await user.finish(own, digest: SampleBlob([7]).digest, [7])
            #expect([401, 403, 404].contains(foreign.status))
            let catalog = try await user.call("GET", "_catalog")
            #expect(!catalog.text.contains("private"))
        }
    }

    @Test(arguments: RegistryKind.ours.filter { $0 != .outside })
    func `may push, overwrite and delete only where each was granted`(_ kind: RegistryKind) async throws {
        try await with(kind) { admin, user in
            let (first, second) = (SampleImage(seed: 201), SampleImage(seed: 202))
            for name in ["shared/app", "drop/app", "public/app", "team/app"] {
                try await admin.push(first, to: name, as: "v1")
                try await admin.push(first, to: name, as: "latest")
            }
            for blob in second.blobs { try await admin.push(blob, to: "drop/app") }
            // create is not overwrite, for `latest` neither, nor by a detour
            for tag in ["v1", "latest"] {
                let reply = try await user.put(manifest: second.manifest, to: "drop/app", as: tag)
                #expect([401, 403].contains(reply.status) || reply.status == 409, "\(tag) → \(reply.status)")
                let shown = try await user.call(
                    "GET",
                    "drop/app/manifests/\(tag)",
                    headers: [("Accept", first.manifest.mediaType)]
                )
                #expect(shown.body == first.manifest.bytes)
            }
            #expect(try await user.put(manifest: second.manifest, to: "drop/app", as: "new").status == 201)
            for (method, path) in [
                ("PUT", "shared/app/manifests/v2"), ("POST", "shared/app/blobs/uploads/"),
                ("DELETE", "shared/app/manifests/v1"), ("DELETE", "team/app/manifests/v1"),
                ("DELETE", "team/app/manifests/\(first.manifest.digest)"),
                ("DELETE", "team/app/blobs/\(first.config.digest)"), ("DELETE", "drop/app/manifests/latest"),
            ] {
                let reply = try await user.http.request(
                    method,
                    "/v2/\(path)",
                    headers: [("Content-Type", first.manifest.mediaType)],
                    body: method == "PUT" ? first.manifest.bytes : []
                )
                #expect([401, 403].contains(reply.status), "\(method) \(path) → \(reply.status)")
            }
            try await user.push(second, to: "team/app", as: "v1")
            let anyone = RawHTTP(port: user.http.port)
            let accept = [("Accept", first.manifest.mediaType)]
            #expect(try await anyone.request("GET", "/v2/public/app/manifests/v1", headers: accept).status == 200)
            #expect(try await anyone.request("GET", "/v2/team/app/manifests/v1", headers: accept).status == 401)
            #expect(
                try await anyone.request("POST", "/v2/public/app/blobs/uploads/", body: []).status == 401
            )
        }
    }

    @Test(arguments: RegistryKind.ours.filter { $0 != .outside })
    func `finds no way round by spelling a name differently`(_ kind: RegistryKind) async throws {
        try await with(kind) { admin, user in
            let secret = SampleImage(seed: 203)
            try await admin.push(secret, to: "private/app", as: "v1")
            for path in [
                "team/../private/app/manifests/v1", "team/%2e%2e/private/app/manifests/v1",
                "team%2f..%2fprivate/app/manifests/v1", "private%2fapp/manifests/v1", "%70rivate/app/manifests/v1",
                "/private/app/manifests/v1", "private//app/manifests/v1", "PRIVATE/app/manifests/v1",
                "private/app%00/manifests/v1", "team/x/..%5cprivate/app/manifests/v1", "./private/app/manifests/v1",
                "private/app/manifests/v1?x=team", "team/app/../../private/app/manifests/v1",
                "private/app/manifests/v1/",
                "private/./app/manifests/v1", "private/app/manifests/v1%20", "private/app;/manifests/v1",
            ] {
                let reply = try await user.call("GET", path, headers: [("Accept", secret.manifest.mediaType)])
                #expect((400..<500).contains(reply.status), "\(path) → \(reply.status)")
                #expect(reply.body != secret.manifest.bytes, "\(path)")
            }
            for target in [
                "//v2/private/app/manifests/v1", "/v2//_catalog", "/V2/_catalog", "/v2/_catalog/", "/v2/%5fcatalog",
            ] {
                let anyone = RawHTTP(port: user.http.port)
                let reply = try await anyone.request("GET", target)
                #expect((400..<500).contains(reply.status), "\(target) → \(reply.status)")
                #expect(!reply.text.contains("private"), "\(target)")
            }
        }
    }

    @Test(arguments: RegistryKind.ours.filter { $0 != .outside })
    func `gets blobs that a browser would not run`(_ kind: RegistryKind) async throws {
        try await with(kind) { admin, _ in
            let page = SampleBlob(Array("<html><script>alert(1)</script></html>".utf8), mediaType: "text/html")
            try await admin.push(page, to: "team/page")
            let reply = try await admin.call("GET", "team/page/blobs/\(page.digest)")
            #expect(reply["Content-Type"] == "application/octet-stream")
            #expect(reply["X-Content-Type-Options"] == "nosniff")
        }
    }
}
