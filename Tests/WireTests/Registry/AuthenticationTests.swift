import BerthTesting
import Foundation
import Testing

@Suite(.timeLimit(.minutes(10)))
struct `A registry with a password file` {
    private func basic(_ text: String) -> [(String, String)] {
        [("Authorization", "Basic " + Data(text.utf8).base64EncodedString())]
    }

    @Test(arguments: RegistryKind.judged)
    func `asks who is there, and lets in whoever knows the password`(_ kind: RegistryKind) async throws {
        try await judge(kind, authenticated: true) { _, registry in
            let anyone = RawHTTP(port: registry.http.port)
            let asked = try await anyone.request("GET", "/v2/")
            #expect(asked.status == 401)
            #expect(asked["WWW-Authenticate"]?.hasPrefix("Basic realm=") == true)
            #expect(asked.distributionErrorCode == "UNAUTHORIZED")
            #expect(try await registry.call("GET", "").status == 200)
            // a colon belongs to the password
            #expect(try await anyone.request("GET", "/v2/", headers: basic("admin:pass:word")).status == 200)
        }
    }

    @Test(arguments: RegistryKind.judged)
    func `refuses everything that is not exactly right`(_ kind: RegistryKind) async throws {
        try await judge(kind, authenticated: true) { _, registry in
            let anyone = RawHTTP(port: registry.http.port)
            var attempts = [
                "user1:", "user1:password", "user1:password1 ", "user1:password1\u{0}", "user2:password1", ":",
                "", "user1", "USER1:password1", ":password1", "user1:" + String(repeating: "x", count: 10_000),
            ].map { basic($0) }
            attempts += [
                [("Authorization", "Basic !!!")], [("Authorization", "Basic")], [("Authorization", "Bearer user1")],
                [("Authorization", "basic")], [("Authorization", "")], [("Authorization", "Digest username=\"user1\"")],
            ]
            for headers in attempts {
                let reply = try await anyone.request("GET", "/v2/", headers: headers)
                // the peer answers 500 to what is not base64 (reliability.md §5)
                if kind == .peer, headers[0].1 == "Basic !!!" { continue }
                #expect(reply.status == 401, "\(headers)")
            }
        }
    }

    @Test(arguments: RegistryKind.judged)
    func `guards every path, and asks before it lets a body in`(_ kind: RegistryKind) async throws {
        try await judge(kind, authenticated: true) { _, registry in
            let image = SampleImage(seed: 70)
            try await registry.push(image, to: "guarded/image", as: "v1")
            let anyone = RawHTTP(port: registry.http.port)
            let calls = [
                ("GET", "_catalog"), ("GET", "guarded/image/tags/list"), ("GET", "guarded/image/manifests/v1"),
                ("HEAD", "guarded/image/manifests/v1"), ("GET", "guarded/image/blobs/\(image.config.digest)"),
                ("POST", "guarded/image/blobs/uploads/"), ("PUT", "guarded/image/manifests/v2"),
                ("DELETE", "guarded/image/manifests/v1"), ("DELETE", "guarded/image/blobs/\(image.config.digest)"),
                ("GET", "guarded/image/referrers/\(image.manifest.digest)"),
                ("PATCH", "guarded/image/blobs/uploads/x"), ("GET", "guarded/image/blobs/uploads/x"),
            ]
            for (method, path) in calls {
                // 2.8 has no referrers route: 404 without asking
                if kind == .peer, path.contains("referrers") || path.hasSuffix("uploads/x") { continue }
                let reply = try await anyone.request(
                    method,
                    "/v2/\(path)",
                    body: ["PUT", "POST", "PATCH"].contains(method) ? [] : nil
                )
                #expect(reply.status == 401, "\(method) \(path)")
            }
            let expecting = anyone.head(
                "PUT",
                "/v2/guarded/image/manifests/v2",
                headers: [("Expect", "100-continue"), ("Content-Type", image.manifest.mediaType)],
                length: 1_000_000
            )
            let reply = try await anyone.withConnection { connection in
                try connection.send(expecting)
                return try connection.readReply(to: "PUT")
            }
            #expect(reply.status == 401)
            #expect(reply.interim.isEmpty)
        }
    }

    @Test(arguments: RegistryKind.judged)
    func `writes no password into its logs`(_ kind: RegistryKind) async throws {
        try await judge(kind, authenticated: true) { fixture, registry in
            let anyone = RawHTTP(port: registry.http.port)
            _ = try await registry.call("GET", "_catalog")
            _ = try await anyone.request("GET", "/v2/", headers: basic("user1:a-wrong-password"))
            let secrets = [
                "password1", "a-wrong-password", Data("user1:password1".utf8).base64EncodedString(), "$2y$",
                "not-much-of-a-secret",
            ]
            for secret in secrets { #expect(!fixture.logs.contains(secret), "\(secret)") }
        }
    }

    @Test(arguments: RegistryKind.ours)
    func `takes about as long for a user it does not know`(_ kind: RegistryKind) async throws {
        try await judge(kind, authenticated: true) { _, registry in
            let anyone = RawHTTP(port: registry.http.port)
            func time(_ credentials: String) async throws -> Duration {
                let start = ContinuousClock.now
                _ = try await anyone.request("GET", "/v2/", headers: basic(credentials))
                return ContinuousClock.now - start
            }
            var (known, unknown) = (Duration.seconds(600), Duration.seconds(600))
            // in turns, so that other work on the machine is in the way of both
            for _ in 0..<24 {
                known = min(known, try await time("user1:wrong"))
                unknown = min(unknown, try await time("nobody:wrong"))
            }
            // the file's cost is low in tests, so only the shape can be seen: never much quicker
            #expect(unknown * 5 > known)
        }
    }
}
