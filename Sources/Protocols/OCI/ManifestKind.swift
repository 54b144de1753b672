/// The two shapes of a manifest: of one image (or artifact), or an index of manifests.
package enum ManifestKind: Sendable, Hashable {
    case image
    case index
}
