import Kubernetes
import Testing

@testable import BerthAPIServer

@Suite struct `Names of images` {
    @Test func `are read in all their forms`() {
        let digest = ImageFixture.digest
        let plain = ImageReference("alpine")
        #expect(plain?.repository == "library/alpine")
        #expect(plain?.registry.isEmpty == true)
        let full = ImageReference("localhost:5000/a/b/c:v1")
        #expect(full?.registry == "localhost:5000")
        #expect(full?.namespace == "a")
        #expect(full?.name == "b/c")
        #expect(full?.tag == "v1")
        #expect(ImageReference("a/b@\(digest)")?.id == digest)
        for text in ["localhost:5000/a/b/c:v1", "quay.io/a/b@\(digest)", "a/b:1", "a"] {
            #expect(ImageReference(text).map { "\($0)" } == text)
        }
    }

    @Test(arguments: [
        "", "/", "a//b", "a/b/c", "A/b", "a:", "a:b c", "a@sha256:zz", "a@", "ex?ample.com/a/b", "u@example.com/a/b",
        "exämple.com/a", String(repeating: "a", count: 600),
    ])
    func `are refused when malformed`(_ text: String) { #expect(ImageReference(text) == nil) }

    @Test func `are split where tags refer to one another`() {
        #expect(ImageStreamTagging.split("a:1", "ImageStreamTag", default: "x")?.stream == "a")
        #expect(ImageStreamTagging.split("1", "ImageStreamTag", default: "x")?.stream == "x")
        #expect(ImageStreamTagging.split(":1", "ImageStreamTag", default: "x") == nil)
        #expect(ImageStreamTagging.split("a@\(ImageFixture.digest)", "ImageStreamImage", default: "x")?.stream == "a")
        #expect(ImageStreamTagging.split("a@b", "ImageStreamImage", default: "x") == nil)
        #expect(ImageStreamTagView.split("a:1")?.tag == "1")
        #expect(ImageStreamTagView.split("a") == nil)
        #expect(ImageStreamTagView.split("a:b:c") == nil)
        #expect(ImageStreamTagView.split("a:") == nil)
    }

    @Test func `come with how their registry wants to be asked`() {
        let bearer = RegistryChallenge(#"Bearer realm="https://a/token",service="reg\"istry", scope=x"#)
        #expect(bearer?.scheme == "bearer")
        #expect(bearer?.parameters == ["realm": "https://a/token", "service": "reg\"istry", "scope": "x"])
        #expect(RegistryChallenge("Basic")?.scheme == "basic")
        #expect(RegistryChallenge("") == nil)
        #expect(RegistryChallenge(#"Bearer realm="open"#) == nil)
        #expect(RegistryChallenge(#"Bearer realm="\"#) == nil)
        #expect(RegistryChallenge(String(repeating: "a", count: 5000)) == nil)
    }

    @Test func `find their credentials in pull secrets`() {
        func secret(_ type: String, _ key: String, _ text: String) -> JSONValue {
            [
                "type": .string("kubernetes.io/\(type)"),
                "data": .object(JSONObject([(key, .string(Base64URL.encode(Array(text.utf8))))])),
            ]
        }
        let old = secret("dockercfg", ".dockercfg", #"{"quay.io":{"username":"u","password":"p?>"}}"#)
        let new = secret(
            "dockerconfigjson",
            ".dockerconfigjson",
            #"{"auths":{"https://index.docker.io/v1/":{"auth":"eA=="}}}"#
        )
        #expect(RegistryCredentials.basic(for: "quay.io", in: [new, old]) == "dTpwPz4=")
        #expect(RegistryCredentials.basic(for: "registry-1.docker.io", in: [old, new]) == "eA==")
        #expect(RegistryCredentials.basic(for: "other.io", in: [old, new, [:]]) == nil)
    }

    @Test func `say what an image is, as far as its manifest can be read`() {
        var index: JSONValue = [
            "dockerImageManifest":
                #"{"manifests":[{"digest":"sha256:1","size":3,"platform":{"os":"linux","architecture":"arm64"}}]}"#
        ]
        ImageMetadata.fill(&index)
        #expect(index["dockerImageManifestMediaType"] == "application/vnd.oci.image.index.v1+json")
        #expect(index["dockerImageManifests"]?.array?.first?["architecture"] == "arm64")
        var broken: JSONValue = ["dockerImageManifest": "{", "dockerImageConfig": "["]
        ImageMetadata.fill(&broken)
        #expect(broken["dockerImageMetadata"] == nil)
        var old: JSONValue = [
            "dockerImageManifest":
                .string(
                    #"{"schemaVersion":1,"fsLayers":[{"blobSum":"b"},{"blobSum":"a"}],"#
                        + #""history":[{"v1Compatibility":"{\"id\":\"x\",\"architecture\":\"s390x\"}"}]}"#
                )
        ]
        ImageMetadata.fill(&old)
        #expect(old["dockerImageLayers"]?.array?.compactMap { $0["name"]?.string } == ["a", "b"])
        #expect(old[path: "dockerImageMetadata", "Architecture"] == "s390x")
    }
}
