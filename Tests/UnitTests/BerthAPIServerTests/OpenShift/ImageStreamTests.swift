import Kubernetes
import Testing

@testable import BerthAPIServer

@Suite struct `Image streams` {
    private let digest = ImageFixture.digest

    @Test func `are told of pushes`() async throws {
        try await ImageFixture.serving { fixture in
            let missing = await #expect(throws: Status.self) {
                _ = try await fixture.create(
                    "imagestreammappings",
                    ImageFixture.mapping("alpine", tag: "latest", digest: digest, in: "ns")
                )
            }
            #expect(missing?.code == 404)
            #expect(missing?.kind == "imagestreammappings")
            #expect(missing?.name == "alpine")
            try await fixture.push("alpine")
            let stream = try await fixture.stream("alpine")
            #expect(stream.latest("latest")?["image"]?.string == digest)
            #expect(stream.object[path: "status", "dockerImageRepository"]?.string == "\(ImageFixture.host)/ns/alpine")
            let image = try #require(
                try await fixture.objects.get(KnownResource.images, namespace: "", name: digest)
            )
            #expect(image["dockerImageManifest"] == nil)
            #expect(image[path: "dockerImageMetadata", "Architecture"] == "arm64")
            #expect(image["dockerImageLayers"]?.array?.count == 1)
            // Once more changes nothing; the same image in another stream is pulled from there.
            try await fixture.push("alpine")
            #expect(try await fixture.stream("alpine").statusTag("latest")?["items"]?.array?.count == 1)
            try await fixture.push("copy")
            #expect(
                try await fixture.stream("copy").latest("latest")?["dockerImageReference"]?.string
                    == "\(ImageFixture.host)/ns/copy@\(digest)"
            )
        }
    }

    @Test func `keep the newest image first, and what they computed out of the store`() async throws {
        try await ImageFixture.serving { fixture in
            let second = "sha256:" + String(repeating: "d", count: 64)
            try await fixture.push("alpine")
            try await fixture.push("alpine", digest: second)
            let stream = try await fixture.stream("alpine")
            let items = stream.statusTag("latest")?["items"]?.array ?? []
            #expect(items.compactMap { $0["image"]?.string } == [second, digest])
            let (backend, request) = try fixture.backend("imagestreams")
            let same = try await backend.update("alpine", subresource: nil, request) { $0 ?? [:] }
            #expect(same.object.resourceVersion == stream.object.resourceVersion)
        }
    }

    @Test func `show their tags as objects`() async throws {
        try await ImageFixture.serving { fixture in
            try await fixture.push("alpine")
            let tag = try await fixture.get("imagestreamtags", "alpine:latest")
            #expect(tag.name == "alpine:latest")
            #expect(tag["tag"]?.isNull == true)
            #expect(tag[path: "image", "metadata", "name"]?.string == digest)
            #expect(tag[path: "image", "dockerImageMetadata", "Id"] != nil)
            let image = try await fixture.get("imagestreamimages", "alpine@\(digest)")
            #expect(image.name == "alpine@\(digest)")
            #expect(try await fixture.get("imagestreamimages", "alpine@sha256:aaaaaaa").name == image.name)
            let newer = try await fixture.get("imagetags", "alpine:latest")
            #expect(newer[path: "status", "items"]?.array?.count == 1)
            let (backend, request) = try fixture.backend("imagestreamtags")
            #expect(try await backend.list(ListOptions(), request).items.map(\.name) == ["alpine:latest"])
            for name in ["alpine:none", "none:latest"] {
                let status = await #expect(throws: Status.self) {
                    _ = try await fixture.get("imagestreamtags", name)
                }
                #expect(status?.code == 404)
            }
            let malformed = await #expect(throws: Status.self) {
                _ = try await fixture.get("imagestreamtags", "alpine")
            }
            #expect(malformed?.code == 400)
        }
    }

    @Test func `take tags that point to other tags`() async throws {
        try await ImageFixture.serving { fixture in
            try await fixture.push("a", tag: "1")
            let (tags, request) = try fixture.backend("imagestreamtags")
            let wanted: JSONValue = [
                "metadata": ["name": "b:2"], "tag": ["name": "2", "from": ["kind": "ImageStreamTag", "name": "a:1"]],
            ]
            let made = try await tags.update("b:2", subresource: nil, request) { _ in wanted }
            #expect(made.isNew)
            #expect(made.object[path: "image", "metadata", "name"]?.string == digest)
            let event = try await fixture.stream("b").latest("2")
            #expect(event?["dockerImageReference"]?.string == "\(ImageFixture.host)/ns/b@\(digest)")
            let again = await #expect(throws: Status.self) { _ = try await tags.create(wanted, request) }
            #expect(again?.code == 409)
            _ = try await tags.delete("b:2", DeleteOptions(), request)
            let stream = try await fixture.stream("b")
            #expect(stream.specTags.isEmpty)
            #expect(stream.statusTags.isEmpty)
            let gone = await #expect(throws: Status.self) {
                _ = try await tags.delete("b:2", DeleteOptions(), request)
            }
            #expect(gone?.code == 404)
        }
    }

    @Test func `let tags follow others of the same stream`() async throws {
        try await ImageFixture.serving { fixture in
            try await fixture.push("a", tag: "1")
            let (tags, request) = try fixture.backend("imagestreamtags")
            _ = try await tags.create(
                [
                    "metadata": ["name": "a:alias"],
                    "tag": ["name": "alias", "from": ["kind": "ImageStreamTag", "name": "1"]],
                ],
                request
            )
            let second = "sha256:" + String(repeating: "d", count: 64)
            try await fixture.push("a", tag: "1", digest: second)
            #expect(try await fixture.stream("a").latest("alias")?["image"]?.string == second)
        }
    }

    @Test func `take from other projects only what the writer may pull`() async throws {
        try await ImageFixture.serving(allows: { $0.namespace == "open" }) { fixture in
            try await fixture.push("secret", in: "other")
            let (tags, request) = try fixture.backend("imagestreamtags")
            let status = await #expect(throws: Status.self) {
                _ = try await tags.create(
                    [
                        "metadata": ["name": "mine:1"],
                        "tag": [
                            "name": "1",
                            "from": ["kind": "ImageStreamTag", "namespace": "other", "name": "secret:latest"],
                        ],
                    ],
                    request
                )
            }
            #expect(status?.code == 422)
            #expect(status?.causes.first?.reason == "FieldValueForbidden")
        }
    }

    @Test(arguments: [true, false])
    func `show no image of another project to who knows its digest alone`(_ isReference: Bool) async throws {
        try await ImageFixture.serving(allows: { $0.resource != "images" }) { fixture in
            let mapping = ImageFixture.mapping("theirs", tag: "v1", digest: digest, in: "other")
            let known = ImageReference.digest(
                of: Array((mapping[path: "image", "dockerImageManifest"]?.string ?? "").utf8)
            )
            try await fixture.push("theirs", tag: "v1", digest: known, in: "other")
            guard isReference else {
                try await fixture.push("mine")
                var stolen = ImageFixture.mapping("mine", tag: "v1", digest: known, in: "ns")
                // who has the manifest pushed it, as any registry would let them
                _ = try await fixture.create("imagestreammappings", stolen)
                let own = "sha256:" + String(repeating: "d", count: 64)
                try await fixture.push("blank", digest: own)
                stolen.set("blank", at: ["metadata", "name"])
                for manifest: JSONValue? in [nil, "{}"] {
                    stolen.set(manifest, at: ["image", "dockerImageManifest"])
                    let request = stolen
                    let refusal = await #expect(throws: Status.self) {
                        _ = try await fixture.create("imagestreammappings", request)
                    }
                    #expect(refusal?.code == 403)
                }
                #expect(try await fixture.stream("blank").images == [own])
                return
            }
            let spec: JSONValue = [
                "tags": [
                    [
                        "name": "v1", "reference": true,
                        "from": ["kind": "DockerImage", "name": .string("quay.example/x/y@\(known)")],
                    ]
                ]
            ]
            var stream = SeedPlanter.object("image.openshift.io/v1", "ImageStream", "mine", namespace: "ns")
            stream.set(spec, at: ["spec"])
            _ = try await fixture.create("imagestreams", stream)
            let event = try await fixture.stream("mine").latest("v1")
            #expect(event?["dockerImageReference"]?.string == "quay.example/x/y@\(known)")
            await #expect(throws: Status.self) { _ = try await fixture.get("imagestreamimages", "mine@\(known)") }
            #expect(try await fixture.stream("mine").images.isEmpty)
        }
    }

    @Test func `list their blobs and the project's pull secrets`() async throws {
        try await ImageFixture.serving { fixture in
            try await fixture.push("alpine")
            let store = ImageStreamStore(
                objects: fixture.objects,
                directory: BackendDirectory { fixture.reference.entry($0) }
            )
            let (_, request) = try fixture.backend("imagestreams")
            let answer = try await ImageStreamLayers(store: store)
                .handle(verb: "get", name: "alpine", body: nil, request: request)
            guard case .object(let layers) = answer else {
                Issue.record("no object")
                return
            }
            let layer = "sha256:" + String(repeating: "b", count: 64)
            #expect(layers[path: "blobs", layer, "size"]?.integer == 1000)
            #expect(layers[path: "images", digest, "layers"]?.strings == [layer])
            #expect(layers[path: "images", digest, "config"]?.string?.hasPrefix("sha256:c") == true)
            for (name, type) in [("pull", "kubernetes.io/dockercfg"), ("plain", "Opaque")] {
                _ = try await fixture.objects.create(
                    KnownResource.secrets,
                    SeedPlanter.object(
                        "v1",
                        "Secret",
                        name,
                        namespace: "ns",
                        ["type": .string(type), "data": [".dockercfg": "e30="]]
                    )
                )
            }
            let secrets = try await ImageStreamSecrets.secrets(in: "ns", fixture.objects)
            #expect(secrets.map(\.name) == ["pull"])
        }
    }

    @Test func `import what can be had and say why not of the rest`() async throws {
        let found = RemoteImage(digest: digest, mediaType: "m", manifest: #"{"schemaVersion":2}"#, config: "")
        let source = ImageSource(
            image: { query in
                guard query.reference.name == "there" else { throw Status.unauthorized }
                return found
            },
            tags: { _ in [] }
        )
        try await ImageFixture.serving(source: source) { fixture in
            let answer = try await fixture.create(
                "imagestreamimports",
                [
                    "metadata": ["name": "x"],
                    "spec": [
                        "import": true,
                        "images": [
                            [
                                "from": ["kind": "DockerImage", "name": "quay.io/a/there:1"], "to": ["name": "1"],
                            ],
                            ["from": ["kind": "DockerImage", "name": "quay.io/a/gone:2"]],
                        ],
                    ],
                ]
            )
            let images = answer[path: "status", "images"]?.array ?? []
            #expect(images.map { $0[path: "status", "status"]?.string } == ["Success", "Failure"])
            let stream = try await fixture.stream("x")
            #expect(stream.latest("1")?["dockerImageReference"]?.string == "quay.io/a/there@\(digest)")
            let condition = stream.statusTag("2")?["conditions"]?.array?.first
            #expect(condition?["reason"] == "Unauthorized")
            #expect(stream.specTag("2")?[path: "from", "name"] == "quay.io/a/gone:2")
            #expect(answer[path: "status", "import", "metadata", "name"] == "x")
        }
    }

    @Test func `have images whose signatures come and go`() async throws {
        try await ImageFixture.serving { fixture in
            try await fixture.push("alpine")
            let (signatures, request) = try fixture.backend("imagesignatures", in: "")
            let name = "\(digest)@one"
            let signature: JSONValue = [
                "metadata": ["name": .string(name)], "type": "AtomicImageV1", "content": "YQ==",
            ]
            _ = try await signatures.create(signature, request)
            let again = await #expect(throws: Status.self) { _ = try await signatures.create(signature, request) }
            #expect(again?.code == 409)
            let image = try await fixture.objects.get(KnownResource.images, namespace: "", name: digest)
            #expect(image?["signatures"]?.array?.count == 1)
            #expect(image?[path: "dockerImageMetadata", "Architecture"] == "arm64")
            _ = try await signatures.delete(name, DeleteOptions(), request)
            let gone = await #expect(throws: Status.self) {
                _ = try await signatures.delete(name, DeleteOptions(), request)
            }
            #expect(gone?.code == 404)
        }
    }
}
