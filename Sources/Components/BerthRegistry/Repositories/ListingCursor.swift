/// Walks through all pages of a listing, one entry at a time.
actor ListingCursor {
    private var entries: ArraySlice<StorageEntry> = []
    private var after: String?
    private var isAtEnd = false

    /// The next object below `folder`, `nil` at the end.
    func next(_ driver: any StorageDriver, _ folder: StoragePath, _ pageSize: Int) async throws -> StorageEntry? {
        while entries.isEmpty {
            guard !isAtEnd else { return nil }
            let page = try await driver.objects(below: folder, after: after, limit: pageSize)
            entries = page.entries[...]
            after = page.entries.last?.name
            isAtEnd = !page.isTruncated || page.entries.isEmpty
        }
        return entries.popFirst()
    }
}
