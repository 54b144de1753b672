/// The separate rights over one repository.
package enum RepositoryAction: String, Sendable, Hashable, CaseIterable {
    /// Read manifests, blobs and tags.
    case pull
    /// Add blobs, manifests and new tags.
    case create
    /// Let an existing tag name another manifest.
    case overwrite
    case delete
}
