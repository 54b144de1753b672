/// A media type without parameters, such as `application/vnd.oci.image.manifest.v1+json`.
package struct MediaType: Hashable, Sendable, CustomStringConvertible {
    package let text: String

    /// The media type of a header field's value: parameters are dropped; `nil` when it is none (RFC 6838 §4.2, 127 bytes a name).
    package init?(_ field: some StringProtocol) {
        var essence = field.prefix { $0 != ";" }
        while essence.last == " " || essence.last == "\t" { essence.removeLast() }
        while essence.first == " " || essence.first == "\t" { essence.removeFirst() }
        let parts = essence.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy({ Self.isName($0) }) else { return nil }
        text = String(essence)
    }

    private init(known text: String) {
        self.text = text
    }

    private static func isName(_ part: some StringProtocol) -> Bool {
        guard !part.isEmpty, part.utf8.count <= 127 else { return false }
        return part.utf8.allSatisfy { byte in
            switch byte {
            case 0x30...0x39, 0x41...0x5a, 0x61...0x7a: true
            case 0x21, 0x23, 0x24, 0x26, 0x2b, 0x2d, 0x2e, 0x5e, 0x5f: true
            default: false
            }
        }
    }

    package var description: String { text }

    package static let ociManifest = MediaType(known: "application/vnd.oci.image.manifest.v1+json")
    package static let ociIndex = MediaType(known: "application/vnd.oci.image.index.v1+json")
    package static let dockerManifest = MediaType(known: "application/vnd.docker.distribution.manifest.v2+json")
    package static let dockerManifestList = MediaType(
        known: "application/vnd.docker.distribution.manifest.list.v2+json"
    )
    package static let octetStream = MediaType(known: "application/octet-stream")
    package static let json = MediaType(known: "application/json")

    /// The shape of the manifest that this type promises; `nil` when it is no type of a manifest.
    package var manifestKind: ManifestKind? {
        switch self {
        case .ociManifest, .dockerManifest: .image
        case .ociIndex, .dockerManifestList: .index
        default: nil
        }
    }

    /// A layer that registries are not expected to hold: it may stay where its `urls` say.
    ///
    /// https://github.com/opencontainers/image-spec/blob/main/layer.md#non-distributable-layers
    package var isNonDistributable: Bool {
        text.hasPrefix("application/vnd.oci.image.layer.nondistributable.")
            || text == "application/vnd.docker.image.rootfs.foreign.diff.tar.gzip"
            || text == "application/vnd.docker.image.rootfs.foreign.diff.tar"
    }
}
