package import NIOCore
package import OCI

/// A manifest's bytes as they were pushed, and what is read of them to serve them.
package struct StoredManifest: Sendable {
    package let digest: Digest
    package let bytes: ByteBuffer
    package let mediaType: String
    /// `nil` for what an older registry accepted and we would not.
    package let manifest: Manifest?

    init(digest: Digest, bytes: ByteBuffer, manifest: Manifest) {
        self.digest = digest
        self.bytes = bytes
        self.manifest = manifest
        mediaType = manifest.mediaType.text
    }

    /// Bytes found in storage, which have this digest.
    init(digest: Digest, bytes: ByteBuffer) {
        self.digest = digest
        self.bytes = bytes
        manifest = bytes.withUnsafeReadableBytes { try? Manifest(parsing: $0, contentType: nil) }
        if let manifest {
            mediaType = manifest.mediaType.text
        } else {
            let document = bytes.withUnsafeReadableBytes { JSONParser.parse($0) }
            let claimed = document?["mediaType"]?.text.flatMap { MediaType($0) }
            mediaType = claimed?.text ?? MediaType.octetStream.text
        }
    }

    /// How a list of referrers shows it.
    package var descriptor: Descriptor {
        Descriptor(
            mediaType: mediaType,
            digest: digest,
            size: Int64(bytes.readableBytes),
            artifactType: manifest?.artifactType,
            annotations: manifest?.annotations ?? []
        )
    }
}
