import NIOPosix

/// What a registry holds: its stores over one storage driver, sharing one budget of memory.
struct RegistryContents: Sendable {
    let blobs: BlobStore
    let manifests: ManifestStore
    let tags: TagStore
    let catalog: Catalog

    init(driver: any StorageDriver, limits: RegistryLimits, pool: NIOThreadPool) {
        let links = LinkStore(driver: driver, cacheBytes: limits.cacheBytes / 8, duration: limits.linkCacheDuration)
        blobs = BlobStore(driver: driver, links: links, pool: pool, cacheBytes: limits.cacheBytes / 2)
        tags = TagStore(driver: driver)
        manifests = ManifestStore(
            driver: driver,
            links: links,
            blobs: blobs,
            tags: tags,
            cacheBytes: limits.cacheBytes / 4
        )
        catalog = Catalog(driver: driver, visitsLimit: limits.catalogVisitsLimit)
    }
}
