import BerthTesting
import Testing

@Suite(.timeLimit(.minutes(10)))
struct `A user of the object store` {
    /// What a registry could do: each step is true, or false when the registry failed at it; nil when it was not tried.
    struct Outcome: Equatable, CustomStringConvertible {
        var push = false
        var pull = false
        var tags = false
        var start = false
        var first: Bool?
        var second: Bool?
        var cancel: Bool?
        var delete: Bool?
        var leaks = false
        var survives = false

        var description: String {
            "push \(push) pull \(pull) tags \(tags) start \(start) first \(first as Any) second \(second as Any) "
                + "cancel \(cancel as Any) delete \(delete as Any) leaks \(leaks) survives \(survives)"
        }
    }

    /// The page's policy is sufficient for docker-registry, and what each of its actions is for (objectstore.md §5.4).
    @Test(
        .enabled(if: ForeignClient.isExpected("docker-registry")),
        arguments: [
            nil, "ListBucket", "GetBucketLocation", "ListBucketMultipartUploads", "GetObject", "PutObject",
            "DeleteObject", "ListMultipartUploadParts", "AbortMultipartUpload",
        ]
    )
    func `can run docker-registry with the page's policy, and exactly with it`(removed: String?) async throws {
        let outcome = try await outcome(without: removed)
        switch removed {
        case nil, "GetBucketLocation":
            #expect(outcome.push && outcome.pull && outcome.tags && outcome.start, "\(outcome)")
            #expect(outcome.first == true && outcome.second == true && outcome.cancel == true, "\(outcome)")
            #expect(outcome.delete == true && !outcome.leaks && !outcome.survives, "\(outcome)")
        case "AbortMultipartUpload":
            #expect(outcome.push && outcome.pull && outcome.tags && outcome.delete == true, "\(outcome)")
            #expect(outcome.leaks, "\(outcome)")
        case "DeleteObject":
            // 2.8 does not read the refusals in the answer to a deletion of many; v3 does, and fails to push
            #expect(outcome.survives, "\(outcome)")
        default:
            #expect(!outcome.push, "\(outcome)")
        }
        switch removed {
        case "PutObject": #expect(!outcome.start, "\(outcome)")
        case "GetObject", "ListBucketMultipartUploads", "ListMultipartUploadParts":
            #expect(outcome.start && outcome.second != true, "\(outcome)")
        case "ListBucket": #expect(!outcome.tags && outcome.second != true, "\(outcome)")
        case "DeleteObject": #expect(outcome.first == true && outcome.second == true, "\(outcome)")
        default: break
        }
    }

    private func outcome(without removed: String?) async throws -> Outcome {
        var outcome = Outcome()
        try await BerthFixture.with("ablation \(removed ?? "nothing")") { fixture in
            let bucket = "ocp-registry"
            let user = BerthFixture.StoreUser(
                "ocp-registry-id",
                policy: BerthFixture.pagePolicy(bucket: bucket, without: removed.map { [$0] } ?? [])
            )
            let store = try await fixture.objectStore(buckets: [bucket], users: [user])
            let limited = ObjectStoreServer(http: store.http, accessKey: user.name, secretKey: user.secret)
            let registry = try await fixture.registry(.peer, store: limited, bucket: bucket)
            let image = SampleImage(seed: 150)
            outcome.push = (try? await registry.push(image, to: "team/app", as: "v1")) != nil
            let pulled = try await registry.call(
                "GET",
                "team/app/manifests/v1",
                headers: [("Accept", image.manifest.mediaType)]
            )
            let blob = try await registry.call("GET", "team/app/blobs/\(image.layers[0].digest)")
            outcome.pull = pulled.body == image.manifest.bytes && blob.body == image.layers[0].bytes
            outcome.tags = try await registry.call("GET", "team/app/tags/list").text.contains("v1")
            guard let target = try? await registry.beginUpload("team/app") else { return }
            outcome.start = true
            let first = try await registry.patch(target, [1, 2, 3])
            outcome.first = first.status == 202
            if let next = first["Location"].map(registry.target), first.status == 202 {
                let second = try await registry.patch(next, [4, 5, 6])
                outcome.second = second.status == 202
                if let last = second["Location"].map(registry.target), second.status == 202 {
                    outcome.cancel = try await registry.http.request("DELETE", last).status == 204
                }
            }
            let open = try await store.s3.request("GET", "/\(bucket)", query: "uploads=")
            outcome.leaks = open.text.contains("<UploadId>")
            let manifest = "team/app/manifests/\(image.manifest.digest)"
            outcome.delete = try await registry.call("DELETE", manifest).status == 202
            let after = try await registry.call("GET", manifest, headers: [("Accept", image.manifest.mediaType)])
            outcome.survives = after.status == 200
        }
        return outcome
    }

    @Test
    func `reaches nothing beyond its own bucket`() async throws {
        try await BerthFixture.with { fixture in
            let user = BerthFixture.StoreUser("limited", policy: BerthFixture.pagePolicy(bucket: "own"))
            let store = try await fixture.objectStore(buckets: ["own", "victim", "own-too"], users: [user])
            let (root, s3) = (store.s3, store.s3(user.name, user.secret))
            #expect(try await root.request("PUT", "/victim/secret", body: Array("secret".utf8)).status == 200)
            #expect(try await s3.request("PUT", "/own/key", body: [1]).status == 200)
            let source = [("x-amz-copy-source", "/victim/secret")]
            let upload = try await s3.request("POST", "/own/part", query: "uploads=", body: [])
            let id = upload.text.split(separator: "<UploadId>").last?.split(separator: "<").first.map(String.init) ?? ""
            let refused: [(String, HTTPReply)] = [
                ("get", try await s3.request("GET", "/victim/secret")),
                ("head", try await s3.request("HEAD", "/victim/secret")),
                ("missing is not told from forbidden", try await s3.request("GET", "/victim/missing")),
                ("no bucket is not told from forbidden", try await s3.request("GET", "/nobody/missing")),
                ("put", try await s3.request("PUT", "/victim/secret", body: [2])),
                ("delete", try await s3.request("DELETE", "/victim/secret")),
                ("list", try await s3.request("GET", "/victim", query: "list-type=2")),
                ("uploads", try await s3.request("GET", "/victim", query: "uploads=")),
                ("location", try await s3.request("GET", "/victim", query: "location=")),
                ("neighbour in name", try await s3.request("GET", "/own-too", query: "list-type=2")),
                ("copy out", try await s3.request("PUT", "/own/stolen", headers: source, body: [])),
                (
                    "part copy out",
                    try await s3.request(
                        "PUT",
                        "/own/part",
                        query: "partNumber=1&uploadId=\(id)",
                        headers: source,
                        body: []
                    )
                ),
                ("traversal", try await s3.request("GET", "/own/../victim/secret")),
                ("encoded traversal", try await s3.request("GET", "/own/%2e%2e/victim/secret")),
                ("slash traversal", try await s3.request("GET", "/own%2f..%2fvictim/secret")),
                ("make bucket", try await s3.request("PUT", "/new-bucket")),
                ("delete bucket", try await s3.request("DELETE", "/own")),
                ("tagging", try await s3.request("GET", "/own/key", query: "tagging=")),
                (
                    "tag while putting",
                    try await s3.request("PUT", "/own/tagged", headers: [("x-amz-tagging", "a=b")], body: [1])
                ),
            ]
            for (name, reply) in refused {
                // a key of the own bucket that looks like a path is a key like any other
                let isOwnKey = name.contains("traversal") && reply.status == 404
                #expect(reply.status == 403 || isOwnKey || reply.status == 400, "\(name) → \(reply)")
                #expect(!reply.text.contains("c2VjcmV0") && reply.body != Array("secret".utf8), "\(name)")
            }
            let buckets = try await s3.request("GET", "/")
            #expect(buckets.status == 403 || !buckets.text.contains("victim"))
            #expect(try await root.request("GET", "/victim/secret").body == Array("secret".utf8))
            #expect(try await s3.request("GET", "/own/missing").status == 404)
        }
    }

    @Test
    func `is refused by an explicit deny, per key in a deletion of many, and by conditions`() async throws {
        try await BerthFixture.with { fixture in
            let policy = """
                {"Version":"2012-10-17","Statement":[
                {"Effect":"Allow","Action":"s3:*","Resource":["arn:aws:s3:::box","arn:aws:s3:::box/${aws:username}/*","arn:aws:s3:::box/pub/*"]},
                {"Effect":"Deny","Action":"s3:*Object","Resource":"arn:aws:s3:::box/*/locked*"},
                {"Effect":"Deny","Action":"s3:ListBucket","Resource":"arn:aws:s3:::box",
                 "Condition":{"StringNotLike":{"s3:prefix":["alice/*","pub/*"]}}},
                {"Effect":"Deny","Action":"s3:GetObject","Resource":"arn:aws:s3:::box/pub/internal*",
                 "Condition":{"NotIpAddress":{"aws:SourceIp":"10.9.9.0/24"}}}]}
                """
            let user = BerthFixture.StoreUser("alice", policy: policy)
            let store = try await fixture.objectStore(buckets: ["box"], users: [user])
            let (root, s3) = (store.s3, store.s3(user.name, user.secret))
            for key in ["alice/a", "alice/locked", "bob/b", "pub/p", "pub/internal", "pub//x"] {
                #expect(try await root.request("PUT", "/box/\(key)", body: [1]).status == 200)
            }
            for (key, status) in [
                ("alice/a", 200), ("alice/locked", 403), ("bob/b", 403), ("pub/p", 200), ("pub/internal", 403),
                ("pub//x", 200), ("alice", 403), ("alice/../bob/b", 404),
            ] {
                let reply = try await s3.request("GET", "/box/\(key)")
                #expect(reply.status == status || (status == 404 && reply.status == 403), "\(key) → \(reply)")
            }
            // nothing that the client says makes it come from elsewhere
            for header in ["X-Forwarded-For", "X-Real-IP", "Forwarded"] {
                let value = header == "Forwarded" ? "for=10.9.9.9" : "10.9.9.9"
                let reply = try await s3.request("GET", "/box/pub/internal", unsigned: [(header, value)])
                #expect(reply.status == 403, "\(header)")
            }
            #expect(
                [400, 403].contains(try await s3.request("GET", "/box/pub/internal", query: "SourceIp=10.9.9.9").status)
            )
            #expect(try await s3.request("GET", "/box", query: "list-type=2").status == 403)
            #expect(try await s3.request("GET", "/box", query: "list-type=2&prefix=bob%2F").status == 403)
            #expect(try await s3.request("GET", "/box", query: "list-type=2&prefix=alice%2F").status == 200)
            let keys = ["alice/a", "alice/locked", "bob/b"]
            let body = "<Delete>" + keys.map { "<Object><Key>\($0)</Key></Object>" }.joined() + "</Delete>"
            let many = try await s3.request(
                "POST",
                "/box",
                query: "delete=",
                headers: [("Content-MD5", S3RequestForger.md5(Array(body.utf8)))],
                body: Array(body.utf8)
            )
            #expect(many.status == 200)
            #expect(many.text.split(separator: "<Code>AccessDenied</Code>").count == 3)
            #expect(try await root.request("GET", "/box/alice/a").status == 404)
            #expect(try await root.request("GET", "/box/bob/b").status == 200)
        }
    }
}
