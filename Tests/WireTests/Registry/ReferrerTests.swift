import BerthTesting
import Foundation
import Testing

@Suite(.timeLimit(.minutes(10)))
struct `The referrers of a manifest` {
    private static let noReferrers = "2.8 has no referrers API"

    struct Index: Decodable {
        struct Entry: Decodable {
            let mediaType: String
            let digest: String
            let size: Int
            let artifactType: String?
            let annotations: [String: String]?
        }
        let schemaVersion: Int
        let mediaType: String
        let manifests: [Entry]
    }

    private func referrers(
        _ registry: RegistryServer,
        _ subject: String,
        _ query: String = ""
    ) async throws -> (
        Index, HTTPReply
    ) {
        let reply = try await registry.call("GET", "refs/image/referrers/\(subject)\(query)")
        #expect(reply.status == 200)
        #expect(reply["Content-Type"] == "application/vnd.oci.image.index.v1+json")
        return (try JSONDecoder().decode(Index.self, from: Data(reply.body)), reply)
    }

    @Test(arguments: RegistryKind.judged)
    func `are listed with type and annotations, and filtered on request`(_ kind: RegistryKind) async throws {
        try await judge(kind, peerFails: Self.noReferrers) { _, registry in
            let image = SampleImage(seed: 40)
            try await registry.push(image, to: "refs/image", as: "v1")
            let empty = SampleBlob(Array("{}".utf8), mediaType: "application/vnd.oci.empty.v1+json")
            try await registry.push(empty, to: "refs/image")
            let types = ["application/x-sbom", "application/x-signature"]
            for type in types {
                let manifest = SampleImage.manifest(
                    config: empty,
                    layers: [empty],
                    artifactType: type,
                    subject: image.manifest,
                    annotations: ["note": type]
                )
                let reply = try await registry.push(manifest: manifest, to: "refs/image", as: manifest.digest)
                #expect(reply["OCI-Subject"] == image.manifest.digest)
            }
            let (all, _) = try await referrers(registry, image.manifest.digest)
            #expect(Set(all.manifests.map(\.artifactType)) == Set(types))
            #expect(all.manifests.allSatisfy { $0.annotations?["note"] == $0.artifactType })
            let (some, reply) = try await referrers(
                registry,
                image.manifest.digest,
                "?artifactType=application/x-sbom"
            )
            if reply["OCI-Filters-Applied"] != nil {
                #expect(reply["OCI-Filters-Applied"] == "artifactType")
                #expect(some.manifests.map(\.artifactType) == ["application/x-sbom"])
            }
            #expect(reply["OCI-Filters-Applied"] != nil)
        }
    }

    @Test(arguments: RegistryKind.judged)
    func `are an empty list for a digest that nobody knows`(_ kind: RegistryKind) async throws {
        try await judge(kind, peerFails: Self.noReferrers) { _, registry in
            let (index, _) = try await referrers(registry, SampleBlob([1, 2, 3]).digest)
            #expect(index.manifests.isEmpty)
            let bad = try await registry.call("GET", "refs/image/referrers/sha256:nonsense")
            #expect(bad.status == 400)
        }
    }

    @Test(arguments: RegistryKind.judged)
    func `may be pushed before their subject and go when they are deleted`(_ kind: RegistryKind) async throws {
        try await judge(kind, peerFails: Self.noReferrers) { _, registry in
            let image = SampleImage(seed: 41)
            let config = SampleBlob(Array("{}".utf8), mediaType: "application/x-config")
            try await registry.push(config, to: "refs/image")
            let referrer = SampleImage.manifest(config: config, layers: [], subject: image.manifest)
            try await registry.push(manifest: referrer, to: "refs/image", as: "early")
            #expect(try await registry.call("GET", "refs/image/manifests/\(image.manifest.digest)").status == 404)
            let (before, _) = try await referrers(registry, image.manifest.digest)
            #expect(before.manifests.map(\.digest) == [referrer.digest])
            // the configuration's media type stands in for a missing artifactType
            #expect(before.manifests.map(\.artifactType) == ["application/x-config"])
            try await registry.push(image, to: "refs/image", as: "v1")
            #expect(
                try await registry.call("DELETE", "refs/image/manifests/\(referrer.digest)").status == 202
            )
            let (after, _) = try await referrers(registry, image.manifest.digest)
            #expect(after.manifests.isEmpty)
        }
    }

    @Test(arguments: RegistryKind.ours)
    func `come in pages that link to the next`(_ kind: RegistryKind) async throws {
        try await judge(kind) { _, registry in
            let image = SampleImage(seed: 42)
            let config = SampleBlob(Array("{}".utf8), mediaType: "application/x-config")
            try await registry.push(config, to: "refs/image")
            for number in 0..<12 {
                let referrer = SampleImage.manifest(
                    config: config,
                    layers: [],
                    subject: image.manifest,
                    annotations: ["number": "\(number)"]
                )
                try await registry.push(manifest: referrer, to: "refs/image", as: referrer.digest)
            }
            var seen: [String] = []
            var query = "?n=5"
            for _ in 0..<10 {
                let (page, reply) = try await referrers(registry, image.manifest.digest, query)
                seen += page.manifests.map(\.digest)
                guard let link = reply["Link"] else { break }
                let target = try #require(link.split(separator: ">").first?.dropFirst())
                query = String(target.drop { $0 != "?" })
            }
            #expect(seen.count == 12)
            #expect(Set(seen).count == 12)
        }
    }
}
