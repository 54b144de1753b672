import OCI
import Testing

@Suite struct `A manifest` {
    private static let digest = "sha256:" + String(repeating: "a", count: 64)
    private static let blob = #"{"mediaType":"application/x","digest":"\#(digest)","size":3}"#

    private func parse(_ text: String, _ type: String? = nil) throws(ManifestError) -> Manifest {
        let bytes = Array(text.utf8)
        let contentType = type.flatMap { MediaType($0) }
        let result = bytes.withUnsafeBytes { bytes in
            Result { () throws(ManifestError) in try Manifest(parsing: bytes, contentType: contentType) }
        }
        return try result.get()
    }

    private func image(_ more: String = "", layers: String = "", type: String? = MediaType.ociManifest.text) -> String {
        let mediaType = type.map { #""mediaType":"\#($0)","# } ?? ""
        return #"{"schemaVersion":2,\#(mediaType)"config":\#(Self.blob),"layers":[\#(layers)]\#(more)}"#
    }

    @Test(arguments: [MediaType.ociManifest, .dockerManifest])
    func `of an image has a config and layers`(_ type: MediaType) throws {
        let manifest = try parse(image(layers: Self.blob + "," + Self.blob, type: type.text), type.text)
        #expect(manifest.kind == .image)
        #expect(manifest.mediaType == type)
        #expect(manifest.layers.count == 2)
        #expect(manifest.artifactType == "application/x")
    }

    @Test(arguments: [MediaType.ociIndex, .dockerManifestList])
    func `of an index has manifests`(_ type: MediaType) throws {
        let text = #"{"schemaVersion":2,"mediaType":"\#(type)","manifests":[\#(Self.blob)]}"#
        let manifest = try parse(text, type.text)
        #expect(manifest.kind == .index)
        #expect(manifest.manifests.count == 1)
        #expect(manifest.artifactType == nil)
    }

    @Test func `without a media type is what its fields say, if Content-Type agrees`() throws {
        #expect(try parse(image(type: nil)).mediaType == .ociManifest)
        #expect(try parse(image(type: nil), MediaType.ociManifest.text).mediaType == .ociManifest)
        #expect(throws: ManifestError.mediaTypeMismatch) { try parse(image(type: nil), MediaType.ociIndex.text) }
        #expect(throws: ManifestError.mediaTypeMismatch) { try parse(image(type: nil), MediaType.dockerManifest.text) }
    }

    @Test func `has a subject, an artifact type and annotations`() throws {
        let more = #","subject":\#(Self.blob),"artifactType":"application/y","annotations":{"k":"v"}"#
        let manifest = try parse(image(more))
        #expect(manifest.subject?.digest.text == Self.digest)
        #expect(manifest.artifactType == "application/y")
        #expect(manifest.annotations == [Annotation(key: "k", value: "v")])
    }

    @Test(arguments: [
        #","manifests":[]"#, #","Layers":[]"#, #","LAYERS":[]"#, #","layer\u017f":[]"#, #","mediatype":"x""#,
        #","fsLayers":[]"#, #","Subject":{}"#, #","blobS":[]"#, #","manifest\u017f":[]"#,
    ])
    func `that two clients could read in two ways is refused`(_ more: String) {
        #expect(throws: ManifestError.ambiguous) { try parse(image(more)) }
    }

    @Test func `whose media type is not its Content-Type is refused`() {
        #expect(throws: ManifestError.mediaTypeMismatch) { try parse(image(), MediaType.ociIndex.text) }
        #expect(throws: ManifestError.ambiguous) { try parse(image(type: MediaType.ociIndex.text)) }
        #expect(throws: ManifestError.unsupportedMediaType("text/html")) { try parse(image(type: "text/html")) }
    }

    @Test(arguments: [
        "", "[]", "{}", "null", #"{"schemaVersion":2}"#, #"{"schemaVersion":1}"#, #"{"schemaVersion":"2"}"#,
        #"{"schemaVersion":2,"layers":[]}"#, #"{"schemaVersion":2,"config":{},"layers":[]}"#,
        #"{"schemaVersion":2,"manifests":{}}"#, #"{"schemaVersion":2,"manifests":[1]}"#,
        #"{"schemaVersion":2,"manifests":[],"annotations":{"a":1}}"#,
        #"{"schemaVersion":2,"schemaVersion":2,"manifests":[]}"#,
    ])
    func `that is none is refused`(_ text: String) {
        #expect(throws: ManifestError.self) { try parse(text) }
    }

    @Test(arguments: ["-1", "1.5", "1e3", "\"3\"", "9223372036854775808", "null"])
    func `with a size that is no size is refused`(_ size: String) {
        let layer = #"{"mediaType":"application/x","digest":"\#(Self.digest)","size":\#(size)}"#
        #expect(throws: ManifestError.invalidField("layers")) { try parse(image(layers: layer)) }
    }

    @Test func `prints descriptors that can be read back`() throws {
        let descriptor = Descriptor(
            mediaType: "application/x",
            digest: try Digest(Self.digest),
            size: 7,
            artifactType: "application/y",
            annotations: [Annotation(key: "a", value: "\"b\"")]
        )
        let bytes = JSONWriter.bytes(of: descriptor.json)
        #expect(bytes.withUnsafeBytes { Descriptor(json: $0) } == descriptor)
    }
}

@Suite struct `An error body` {
    @Test func `has the specification's form`() {
        let body = DistributionErrorBody(
            .blobUnknown,
            message: "blob unknown",
            details: [[JSONMember("digest", .string("d"))]]
        )
        #expect(
            String(decoding: body.bytes, as: UTF8.self)
                == #"{"errors":[{"code":"BLOB_UNKNOWN","message":"blob unknown","detail":{"digest":"d"}}]}"#
        )
    }
}
