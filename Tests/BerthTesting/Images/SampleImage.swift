import Foundation

/// A tiny image made in memory, the same for the same seed; every client accepts it.
package struct SampleImage: Sendable {
    /// The layers, lowest first: gzipped tar archives.
    package let layers: [SampleBlob]
    /// The image configuration.
    package let config: SampleBlob
    /// The manifest over both.
    package let manifest: SampleBlob

    /// An OCI image with `layers` layers that hold one incompressible file of `layerSize` bytes each.
    package init(seed: UInt64, layers count: Int = 1, layerSize: Int = 10_000, architecture: String = "amd64") {
        var random = SeededGenerator(seed: seed)
        let archives = (0..<count).map { index in
            SampleArchive.tar([(name: "file-\(seed)-\(index)", content: random.bytes(layerSize))])
        }
        layers = archives.map {
            SampleBlob(SampleArchive.gzip($0), mediaType: "application/vnd.oci.image.layer.v1.tar+gzip")
        }
        let diffs = archives.map { #""\#(SampleBlob($0).digest)""# }.joined(separator: ",")
        config = SampleBlob(
            Array(
                #"{"architecture":"\#(architecture)","os":"linux","config":{"Cmd":["/file"]},"#.utf8
            )
                + Array(#""rootfs":{"type":"layers","diff_ids":[\#(diffs)]},"history":[]}"#.utf8),
            mediaType: "application/vnd.oci.image.config.v1+json"
        )
        manifest = Self.manifest(config: config, layers: layers)
    }

    /// A manifest with any parts, artifact type and subject.
    package static func manifest(
        config: SampleBlob,
        layers: [SampleBlob],
        artifactType: String? = nil,
        subject: SampleBlob? = nil,
        annotations: [String: String] = [:],
        mediaType: String = "application/vnd.oci.image.manifest.v1+json"
    ) -> SampleBlob {
        var text = #"{"schemaVersion":2,"mediaType":"\#(mediaType)""#
        if let artifactType { text += #","artifactType":"\#(artifactType)""# }
        text += #","config":\#(config.descriptor),"layers":["#
        text += layers.map(\.descriptor).joined(separator: ",") + "]"
        if let subject { text += #","subject":\#(subject.descriptor)"# }
        if !annotations.isEmpty {
            let pairs = annotations.sorted { $0.key < $1.key }.map { #""\#($0.key)":"\#($0.value)""# }
            text += #","annotations":{\#(pairs.joined(separator: ","))}"#
        }
        return SampleBlob(Array((text + "}").utf8), mediaType: mediaType)
    }

    /// An index over manifests.
    package static func index(
        _ manifests: [SampleBlob],
        mediaType: String = "application/vnd.oci.image.index.v1+json"
    ) -> SampleBlob {
        let entries = zip(manifests, ["amd64", "arm64", "s390x", "ppc64le"]).map { manifest, architecture in
            manifest.descriptor.dropLast() + #","platform":{"architecture":"\#(architecture)","os":"linux"}}"#
        }
        return SampleBlob(
            Array(
                #"{"schemaVersion":2,"mediaType":"\#(mediaType)","manifests":[\#(entries.joined(separator: ","))]}"#
                    .utf8
            ),
            mediaType: mediaType
        )
    }

    /// All blobs of the image, the configuration last.
    package var blobs: [SampleBlob] { layers + [config] }

    /// Writes the image as an OCI layout, to be named `oci:<path>:<tag>` by skopeo.
    package func write(layout path: String, tag: String = "latest") throws {
        try Self.write(layout: path, tag: tag, root: manifest, contents: blobs + [manifest])
    }

    /// Writes any content as an OCI layout with one root.
    package static func write(layout path: String, tag: String, root: SampleBlob, contents: [SampleBlob]) throws {
        let blobs = "\(path)/blobs/sha256"
        try FileManager.default.createDirectory(atPath: blobs, withIntermediateDirectories: true)
        for blob in contents + [root] { try Data(blob.bytes).write(to: URL(fileURLWithPath: "\(blobs)/\(blob.hex)")) }
        try Data(#"{"imageLayoutVersion":"1.0.0"}"#.utf8).write(to: URL(fileURLWithPath: "\(path)/oci-layout"))
        let entry = root.descriptor.dropLast() + #","annotations":{"org.opencontainers.image.ref.name":"\#(tag)"}}"#
        try Data(#"{"schemaVersion":2,"manifests":[\#(entry)]}"#.utf8)
            .write(to: URL(fileURLWithPath: "\(path)/index.json"))
    }
}
