import BerthTesting
import NIOCore
import OCI
import Testing

@testable import BerthRegistry

@Suite struct `A pushed manifest` {
    private let image = SampleImage(seed: 1)

    @Test func `is served as it was pushed, by tag and by digest`() async throws {
        let image = image
        try await RunningRegistry.run { registry in
            let pushed = try await registry.push(image, to: "a/b", as: "v1")
            #expect(pushed.status == 201)
            #expect(pushed["Location"] == "/v2/a/b/manifests/\(image.manifest.digest)")
            #expect(pushed["Docker-Content-Digest"] == image.manifest.digest)
            for reference in ["v1", image.manifest.digest] {
                let path = "/v2/a/b/manifests/\(reference)"
                let reply = try await registry.http.request("GET", path)
                #expect(reply.body == image.manifest.bytes)
                #expect(reply["Content-Type"] == image.manifest.mediaType)
                #expect(reply["Docker-Content-Digest"] == image.manifest.digest)
                let head = try await registry.http.request("HEAD", path)
                #expect(head["Content-Length"] == "\(image.manifest.bytes.count)" && head.body.isEmpty)
                let same = try await registry.http.request(
                    "GET",
                    path,
                    headers: [("If-None-Match", "\"\(image.manifest.digest)\"")]
                )
                #expect(same.status == 304)
            }
            #expect(try await registry.http.request("GET", "/v2/b/manifests/\(image.manifest.digest)").status == 404)
            #expect(try await registry.http.request("GET", "/v2/a/b/manifests/.none").status == 404)
            #expect(try await registry.http.request("GET", "/v2/a/b/manifests/sha256:x").status == 400)
        }
    }

    @Test func `needs everything that it refers to in its own repository`() async throws {
        let image = image
        try await RunningRegistry.run { registry in
            for blob in image.blobs { _ = try await registry.push(blob, to: "other") }
            let reply = try await registry.push(manifest: image.manifest, to: "a", as: "v1")
            #expect(reply.status == 404 && reply.distributionErrorCode == "MANIFEST_BLOB_UNKNOWN")
            #expect(reply.text.contains(image.config.digest) && reply.text.contains(image.layers[0].digest))
            #expect(try await registry.http.request("GET", "/v2/a/manifests/v1").status == 404)
            let index = SampleImage.index([image.manifest])
            #expect(try await registry.push(manifest: index, to: "a", as: "v2").status == 404)
            _ = try await registry.push(image, to: "a", as: "v1")
            #expect(try await registry.push(manifest: index, to: "a", as: "v2").status == 201)
            _ = try await registry.http.request("DELETE", "/v2/a/blobs/\(image.config.digest)")
            #expect(try await registry.push(manifest: image.manifest, to: "a", as: "v3").status == 404)
        }
    }

    @Test func `that is not acceptable changes nothing`() async throws {
        let image = image
        try await RunningRegistry.run { registry in
            _ = try await registry.push(image, to: "a", as: "v1")
            let path = "/v2/a/manifests/v1"
            for (type, body) in [
                ("application/vnd.oci.image.index.v1+json", image.manifest.bytes),
                ("nonsense", image.manifest.bytes), (image.manifest.mediaType, Array("{}".utf8)),
                (image.manifest.mediaType, image.manifest.bytes.dropLast()), (image.manifest.mediaType, []),
            ] {
                let reply = try await registry.http.request(
                    "PUT",
                    path,
                    headers: [("Content-Type", type)],
                    body: Array(body)
                )
                #expect(reply.status == 400 && reply.distributionErrorCode == "MANIFEST_INVALID", "\(type)")
            }
            let other = SampleBlob([1]).digest
            let mismatch = try await registry.push(manifest: image.manifest, to: "a", as: other)
            #expect(mismatch.status == 400 && mismatch.distributionErrorCode == "DIGEST_INVALID")
            #expect(try await registry.push(manifest: image.manifest, to: "a", as: ".bad").status == 400)
            let large = [UInt8](repeating: 0x20, count: Manifest.sizeLimit + 1)
            #expect(try await registry.http.request("PUT", path, body: large).status == 413)
            #expect(try await registry.http.request("GET", path).body == image.manifest.bytes)
        }
    }

    @Test func `is pushed by sha512 and with tags beside it`() async throws {
        let image = image
        try await RunningRegistry.run { registry in
            for blob in image.blobs { _ = try await registry.push(blob, to: "a") }
            let reply = try await registry.push(
                manifest: image.manifest,
                to: "a",
                as: image.manifest.sha512 + "?tag=x&tag=y&tag=x"
            )
            #expect(reply.status == 201 && reply["OCI-Tag"] == "x, y")
            let tagged = try await registry.http.request("GET", "/v2/a/manifests/y")
            #expect(tagged["Docker-Content-Digest"] == image.manifest.sha512)
            #expect(tagged.body == image.manifest.bytes)
        }
    }

    @Test func `is gone with all its tags when it is deleted, and only with those`() async throws {
        let image = image
        let other = SampleImage(seed: 2)
        try await RunningRegistry.run { registry in
            for number in 0..<30 { _ = try await registry.push(image, to: "a", as: "v\(number)") }
            _ = try await registry.push(other, to: "a", as: "other")
            #expect(try await registry.http.request("DELETE", "/v2/a/manifests/v7").status == 202)
            #expect(try await registry.http.request("GET", "/v2/a/manifests/v7").status == 404)
            #expect(try await registry.http.request("GET", "/v2/a/manifests/v8").status == 200)
            #expect(try await registry.http.request("DELETE", "/v2/a/manifests/\(image.manifest.digest)").status == 202)
            #expect(try await registry.http.request("GET", "/v2/a/manifests/v8").status == 404)
            #expect(try await registry.http.request("GET", "/v2/a/manifests/\(image.manifest.digest)").status == 404)
            #expect(try await registry.http.request("GET", "/v2/a/tags/list").text == #"{"name":"a","tags":["other"]}"#)
            #expect(try await registry.http.request("DELETE", "/v2/a/manifests/\(image.manifest.digest)").status == 404)
        }
    }

    @Test func `cannot be deleted where deletes are off, whatever its name`() async throws {
        let image = image
        try await RunningRegistry.run(configure: { $0.deletesAreEnabled = false }) { registry in
            _ = try await registry.push(image, to: "a", as: "v1")
            for path in ["manifests/v1", "manifests/\(image.manifest.digest)", "blobs/\(image.config.digest)"] {
                let reply = try await registry.http.request("DELETE", "/v2/a/\(path)")
                #expect(reply.status == 405 && reply.distributionErrorCode == "UNSUPPORTED")
            }
        }
        try await RunningRegistry.run(configure: { $0.isReadOnly = true }) { registry in
            let pushed = try await registry.push(image, to: "a", as: "v1")
            #expect(pushed.status == 405)
            #expect(try await registry.http.request("POST", "/v2/a/blobs/uploads/", body: []).status == 405)
        }
    }
}

@Suite struct `Referrers` {
    @Test func `are listed with their types and annotations, page by page`() async throws {
        let image = SampleImage(seed: 3)
        let config = SampleBlob(Array("{}".utf8), mediaType: "application/vnd.oci.empty.v1+json")
        let referrers = (0..<5).map { number in
            SampleImage.manifest(
                config: config,
                layers: [],
                artifactType: number < 3 ? "application/x+sbom" : nil,
                subject: image.manifest,
                annotations: ["number": "\(number)"]
            )
        }
        try await RunningRegistry.run { registry in
            _ = try await registry.push(config, to: "a")
            for referrer in referrers {
                let reply = try await registry.push(manifest: referrer, to: "a", as: referrer.digest)
                #expect(reply.status == 201 && reply["OCI-Subject"] == image.manifest.digest)
            }
            let path = "/v2/a/referrers/\(image.manifest.digest)"
            let all = try await registry.http.request("GET", path)
            #expect(all["Content-Type"] == "application/vnd.oci.image.index.v1+json")
            for referrer in referrers { #expect(all.text.contains(referrer.digest)) }
            #expect(all.text.contains(#""artifactType":"application/vnd.oci.empty.v1+json""#))
            let filtered = try await registry.http.request("GET", path + "?artifactType=application%2Fx%2Bsbom")
            #expect(filtered["OCI-Filters-Applied"] == "artifactType")
            #expect(referrers.filter { filtered.text.contains($0.digest) }.count == 3)
            var found = 0
            var next: String? = path + "?n=2"
            while let target = next {
                let page = try await registry.http.request("GET", target)
                found += referrers.filter { page.text.contains($0.digest) }.count
                next = page["Link"].map { String($0.dropFirst().prefix { $0 != ">" }) }
            }
            #expect(found == 5)
            _ = try await registry.http.request("DELETE", "/v2/a/manifests/\(referrers[0].digest)")
            #expect(try await !registry.http.request("GET", path).text.contains(referrers[0].digest))
            let none = try await registry.http.request("GET", "/v2/never/referrers/\(image.manifest.digest)")
            #expect(none.status == 200 && none.text.contains(#""manifests":[]"#))
            #expect(try await registry.http.request("GET", "/v2/a/referrers/sha256:x").status == 400)
        }
    }

    @Test func `that clients listed under the referrers tag count as well, if they are what they seem`() async throws {
        let image = SampleImage(seed: 4)
        let unrelated = SampleImage(seed: 5)
        let config = SampleBlob(Array("{}".utf8), mediaType: "application/vnd.oci.empty.v1+json")
        let referrer = SampleImage.manifest(config: config, layers: [], subject: image.manifest)
        try await RunningRegistry.run { registry in
            _ = try await registry.push(config, to: "a")
            _ = try await registry.push(unrelated, to: "a", as: "unrelated")
            _ = try await registry.push(manifest: referrer, to: "a", as: referrer.digest)
            let subject = try Digest(image.manifest.digest)
            let own = StoragePaths.referrer(try Digest(referrer.digest), of: subject, in: try RepositoryName("a"))
            try await registry.driver.delete([own])
            let path = "/v2/a/referrers/\(image.manifest.digest)"
            #expect(try await !registry.http.request("GET", path).text.contains(referrer.digest))
            let index = SampleImage.index([referrer, unrelated.manifest])
            _ = try await registry.push(manifest: index, to: "a", as: Tag(referrersOf: subject).text)
            let merged = try await registry.http.request("GET", path)
            #expect(merged.text.contains(referrer.digest) && !merged.text.contains(unrelated.manifest.digest))
        }
    }
}
