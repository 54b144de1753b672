/// What the store tells its one follower at a time.
package struct StoreChanges: Sendable {
    /// In the order of their revisions; empty when only the revision went on.
    package let events: [StoreEvent]
    /// Everything up to here has been told.
    package let revision: Int64

    package init(events: [StoreEvent], revision: Int64) { (self.events, self.revision) = (events, revision) }
}
