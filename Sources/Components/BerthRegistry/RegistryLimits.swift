/// The registry's own limits; each is a row of `docs/security.md`.
package struct RegistryLimits: Sendable {
    /// Largest blob in bytes.
    package var blobSizeLimit: Int64 = 1 << 44
    /// Upload sessions open at once.
    package var uploadsLimit = 10_000
    /// Upload sessions of one user open at once.
    package var uploadsPerUserLimit = 1_000
    /// A session that no request touches for so long is given up, and its bytes are freed.
    package var uploadExpiry: Duration = .seconds(3600)
    /// Most names in a page of tags, repositories or referrers.
    package var pageLimit = 1_000
    /// Tags in an answer when the client does not ask for pages; what follows is in its `Link`.
    package var unpagedTagsLimit = 10_000
    /// Names in a page of the catalog when the client does not say.
    package var defaultCatalogPage = 100
    /// Memory for manifests, small blobs, links and locations, in bytes.
    package var cacheBytes = 32 << 20
    /// How long this process believes a link that another replica may have removed.
    package var linkCacheDuration: Duration = .seconds(30)
    /// Tags that one PUT of a manifest by digest may set.
    package var tagsPerManifestLimit = 32
    /// Folders looked at to answer one request for the catalog.
    package var catalogVisitsLimit = 10_000

    /// The defaults named at each value.
    package init() {}
}
