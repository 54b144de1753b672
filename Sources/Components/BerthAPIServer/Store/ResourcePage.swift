/// Some of a resource's objects, all of one snapshot.
package struct ResourcePage: Sendable {
    /// In the order of (namespace, name), bytewise.
    package let items: [StoredObject]
    /// The snapshot's revision: where a watch goes on.
    package let revision: Int64
    /// Whether objects follow the last item.
    package let hasMore: Bool
    /// How many follow, if the store knows.
    package let remaining: Int?

    package init(items: [StoredObject], revision: Int64, hasMore: Bool, remaining: Int?) {
        (self.items, self.revision, self.hasMore, self.remaining) = (items, revision, hasMore, remaining)
    }
}
