import BerthTesting
import Testing

@Suite(.timeLimit(.minutes(10)))
struct `A bad request to the registry` {
    private static let hex = String(repeating: "a", count: 64)

    /// Method, path below /v2/, allowed statuses.
    private static let cases: [(String, String, ClosedRange<Int>)] = [
        ("GET", "name/manifests/sha256:badstring", 400...404),
        ("GET", "name/manifests/sha256:\(hex)a", 400...404),
        ("GET", "name/manifests/sha256:\(hex.uppercased())", 400...404),
        ("GET", "name/manifests/.invalid", 400...404),
        ("GET", "name/manifests/" + String(repeating: "t", count: 129), 400...404),
        ("GET", "name/manifests/tag%00", 400...404),
        ("GET", "name/manifests/%2e%2e", 400...404),
        ("GET", "name/blobs/sha256:badstring", 400...404),
        ("GET", "name/blobs/md5:d41d8cd98f00b204e9800998ecf8427e", 400...404),
        ("GET", "name/blobs/sha257:\(hex)", 400...404),
        ("GET", "name/blobs/sha256:\(hex)", 404...404),
        ("GET", "name/blobs/", 400...404),
        ("GET", "name/manifests/", 400...404),
        ("GET", "NAME/manifests/latest", 400...404),
        ("GET", "na__me___x/manifests/latest", 400...404),
        ("GET", "-name/manifests/latest", 400...404),
        ("GET", "name-/manifests/latest", 400...404),
        ("GET", "n%c3%a4me/manifests/latest", 400...404),
        ("GET", "name%2fother/manifests/latest", 400...404),
        ("GET", "..%2f..%2fetc/manifests/passwd", 400...404),
        ("GET", "name/%2e%2e/other/manifests/latest", 400...404),
        ("GET", "name/../other/manifests/latest", 400...404),
        ("GET", "name//other/manifests/latest", 400...404),
        ("GET", "/name/manifests/latest", 400...404),
        ("GET", String(repeating: "n", count: 256) + "/manifests/latest", 400...404),
        ("GET", "a/" + String(repeating: "n", count: 253) + "/manifests/latest", 400...404),
        ("POST", "UPPER/blobs/uploads/", 400...404),
        ("POST", String(repeating: "n", count: 300) + "/blobs/uploads/", 400...414),
        ("GET", "name/blobs/uploads/not-a-session", 400...404),
        ("PATCH", "name/blobs/uploads/00000000-0000-0000-0000-000000000000", 400...404),
        ("PUT", "name/blobs/uploads/00000000-0000-0000-0000-000000000000?digest=sha256:\(hex)", 400...404),
        ("DELETE", "name/blobs/uploads/..%2f..", 400...404),
        ("GET", "name/unknown/route", 404...404),
        ("GET", "name/tags/list/", 400...404),
        ("PUT", "name/tags/list", 404...405),
        ("POST", "name/manifests/latest", 404...405),
        ("OPTIONS", "name/manifests/latest", 404...405),
        ("PUT", "name/manifests/.invalid", 400...404),
        ("PUT", "name/manifests/sha256:badstring", 400...404),
        ("PUT", "name/manifests/latest", 400...415),
    ]

    @Test(arguments: RegistryKind.judged)
    func `is told why in the spec's form, never with a 500 nor a path of the server`(_ kind: RegistryKind) async throws
    {
        try await judge(kind, peerFails: "2.8 answers 500 with its paths for malformed digests") { _, registry in
            for (method, path, statuses) in Self.cases {
                let reply = try await registry.call(method, path, body: method == "GET" ? nil : Array("{".utf8))
                #expect(statuses.contains(reply.status), "\(method) \(path.prefix(60)) → \(reply)")
                #expect(reply.distributionErrorCode != nil, "\(method) \(path.prefix(60)) → \(reply)")
                #expect(!reply.text.contains("/docker/registry"), "\(method) \(path.prefix(60))")
                #expect(reply["Content-Type"]?.hasPrefix("application/json") == true, "\(method) \(path.prefix(60))")
            }
        }
    }

    @Test(arguments: RegistryKind.ours)
    func `may name components up to 255 bytes and the whole of a name up to 255`(_ kind: RegistryKind) async throws {
        try await judge(kind) { _, registry in
            let blob = SampleBlob(Array("long names".utf8))
            for name in [
                String(repeating: "n", count: 255), String(repeating: "a/", count: 127) + "b", "a.b_c__d-e---f/9",
            ] {
                try await registry.push(blob, to: name)
                #expect(try await registry.call("GET", "\(name)/blobs/\(blob.digest)").body == blob.bytes)
            }
        }
    }

    @Test(arguments: RegistryKind.judged)
    func `with a broken manifest is MANIFEST_INVALID`(_ kind: RegistryKind) async throws {
        try await judge(kind, peerFails: "2.8 answers 500 to some") { _, registry in
            let type = "application/vnd.oci.image.manifest.v1+json"
            let bodies = [
                "", "{", "null", "[]", "[[[[[[", #"{"schemaVersion":2"#, "\u{0}", #"{"schemaVersion":"2"}"#,
                #"{"schemaVersion":2,"config":{"digest":"sha256:zz","size":1,"mediaType":"x"},"layers":[]}"#,
                #"{"schemaVersion":2,"layers":[{"size":-1}]}"#,
                String(repeating: #"{"a":"#, count: 20_000),
            ]
            for body in bodies {
                let reply = try await registry.put(
                    manifest: SampleBlob(Array(body.utf8), mediaType: type),
                    to: "library/broken",
                    as: "v1"
                )
                #expect((400..<500).contains(reply.status), "\(body.prefix(40)) → \(reply)")
                #expect(reply.distributionErrorCode != nil, "\(body.prefix(40))")
            }
            #expect(try await registry.call("GET", "").status == 200)
        }
    }

    @Test(arguments: RegistryKind.ours)
    func `cannot put the server's name into what it answers`(_ kind: RegistryKind) async throws {
        try await judge(kind) { _, registry in
            let reply = try await registry.call(
                "POST",
                "library/forwarded/blobs/uploads/",
                headers: [
                    ("X-Forwarded-Host", "evil.example"), ("X-Forwarded-Proto", "https"),
                    ("Forwarded", "host=evil.example;proto=https"), ("X-Forwarded-Prefix", "/evil"),
                ],
                body: []
            )
            #expect(reply.status == 202)
            #expect(!"\(reply)".contains("evil"))
            let host = try await registry.call(
                "POST",
                "library/forwarded/blobs/uploads/",
                headers: [("Host", "evil.example")],
                body: []
            )
            #expect(host.status == 202 || host.status == 400)
            #expect(host["Location"]?.contains("evil") != true)
        }
    }
}
