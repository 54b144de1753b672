import BerthTesting
import Testing

@Suite(.timeLimit(.minutes(10)))
struct `A deletion` {
    @Test(arguments: RegistryKind.judged)
    func `of a tag leaves the manifest`(_ kind: RegistryKind) async throws {
        try await judge(kind, peerFails: "2.8 cannot delete tags") { _, registry in
            let image = SampleImage(seed: 50)
            try await registry.push(image, to: "delete/tag", as: "v1")
            try await registry.push(manifest: image.manifest, to: "delete/tag", as: "v2")
            #expect(try await registry.call("DELETE", "delete/tag/manifests/v1").status == 202)
            #expect(try await registry.call("GET", "delete/tag/manifests/v1").status == 404)
            for reference in ["v2", image.manifest.digest] {
                let reply = try await registry.call(
                    "GET",
                    "delete/tag/manifests/\(reference)",
                    headers: [("Accept", image.manifest.mediaType)]
                )
                #expect(reply.status == 200)
            }
            #expect(try await registry.call("GET", "delete/tag/tags/list").text.contains("v2"))
        }
    }

    @Test(arguments: RegistryKind.judged)
    func `of a manifest takes its tags along`(_ kind: RegistryKind) async throws {
        try await judge(kind) { _, registry in
            let image = SampleImage(seed: 51)
            let other = SampleImage(seed: 52)
            try await registry.push(image, to: "delete/manifest", as: "v0")
            try await registry.push(other, to: "delete/manifest", as: "kept")
            for tag in 1..<30 {
                try await registry.push(manifest: image.manifest, to: "delete/manifest", as: "v\(tag)")
            }
            let reply = try await registry.call("DELETE", "delete/manifest/manifests/\(image.manifest.digest)")
            #expect(reply.status == 202)
            for reference in ["v0", "v29", image.manifest.digest] {
                #expect(try await registry.call("GET", "delete/manifest/manifests/\(reference)").status == 404)
            }
            let tags = try await registry.call("GET", "delete/manifest/tags/list")
            #expect(tags.text.filter { !$0.isWhitespace } == #"{"name":"delete/manifest","tags":["kept"]}"#)
        }
    }

    @Test(arguments: RegistryKind.judged)
    func `of a blob is felt at once, there and only there`(_ kind: RegistryKind) async throws {
        try await judge(kind) { _, registry in
            let blob = SampleBlob(Array("deleted in one repository".utf8))
            try await registry.push(blob, to: "delete/here")
            try await registry.push(blob, to: "delete/there")
            #expect(try await registry.call("GET", "delete/here/blobs/\(blob.digest)").status == 200)
            #expect(try await registry.call("DELETE", "delete/here/blobs/\(blob.digest)").status == 202)
            // a reader elsewhere must not bring it back here (the descriptor cache of CVE-2026-35172)
            #expect(try await registry.call("GET", "delete/there/blobs/\(blob.digest)").body == blob.bytes)
            for method in ["HEAD", "GET"] {
                #expect(try await registry.call(method, "delete/here/blobs/\(blob.digest)").status == 404)
            }
            // and it can be pushed again
            try await registry.push(blob, to: "delete/here")
            #expect(try await registry.call("GET", "delete/here/blobs/\(blob.digest)").body == blob.bytes)
        }
    }

    @Test(arguments: RegistryKind.judged)
    func `of what is not there says so`(_ kind: RegistryKind) async throws {
        try await judge(kind) { _, registry in
            let image = SampleImage(seed: 53)
            try await registry.push(image, to: "delete/known", as: "v1")
            let digest = SampleBlob([9, 9, 9]).digest
            for path in [
                "delete/known/blobs/\(digest)", "delete/known/manifests/\(digest)", "delete/unknown/blobs/\(digest)",
                "delete/unknown/manifests/\(digest)",
            ] {
                let reply = try await registry.call("DELETE", path)
                #expect(reply.status == 404, "\(path)")
                #expect(reply.distributionErrorCode != nil, "\(path)")
            }
        }
    }

    @Test(arguments: RegistryKind.ours)
    func `is refused everywhere where it is switched off`(_ kind: RegistryKind) async throws {
        try await BerthFixture.with { fixture in
            let registry = try await fixture.registry(
                kind,
                environment: ["REGISTRY_STORAGE_DELETE_ENABLED": "false"]
            )
            let image = SampleImage(seed: 54)
            try await registry.push(image, to: "delete/never", as: "v1")
            for path in [
                "manifests/v1", "manifests/\(image.manifest.digest)", "blobs/\(image.config.digest)",
            ] {
                let reply = try await registry.call("DELETE", "delete/never/\(path)")
                #expect(reply.status == 405, "\(path)")
                #expect(reply.distributionErrorCode == "UNSUPPORTED")
                #expect(try await registry.call("GET", "delete/never/\(path)").status == 200)
            }
        }
    }
}
