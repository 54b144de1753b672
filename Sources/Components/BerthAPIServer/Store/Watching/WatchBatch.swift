/// What a watcher is given at a time.
package struct WatchBatch: Sendable {
    /// In the order of revisions; empty when only time passed.
    package let events: [StoreEvent]
    /// The watcher has now been given all there was up to here: what a bookmark says.
    package let revision: Int64
}
