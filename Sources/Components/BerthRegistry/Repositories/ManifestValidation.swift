import OCI

/// What a manifest needs to have around it before it may be stored (reliability D9); pure.
struct ManifestValidation: Sendable, Equatable {
    /// Blobs that the repository must hold.
    let blobs: [Digest]
    /// Manifests that the repository must hold.
    let manifests: [Digest]

    /// Each digest once.
    ///
    /// A subject may be missing; layers that are not to be distributed, or are said to be elsewhere, may too.
    init(_ manifest: Manifest) {
        var seen: Set<Digest> = []
        var blobs: [Digest] = []
        for descriptor in [manifest.config].compactMap({ $0 }) + manifest.layers {
            let isForeign = descriptor.hasURLs || MediaType(descriptor.mediaType)?.isNonDistributable == true
            guard !isForeign, seen.insert(descriptor.digest).inserted else { continue }
            blobs.append(descriptor.digest)
        }
        self.blobs = blobs
        var children: [Digest] = []
        for descriptor in manifest.manifests where !descriptor.hasURLs && seen.insert(descriptor.digest).inserted {
            children.append(descriptor.digest)
        }
        manifests = children
    }
}
