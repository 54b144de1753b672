import NIOCore

/// One committed change; thousands of watchers hold the same one.
package final class StoreEvent: Sendable {
    /// What happened.
    package enum Change: Sendable, Hashable { case added, modified, deleted }

    package let change: Change
    /// The object after the change; for a deletion its last state, with the revision of the deletion.
    package let object: StoredObject
    /// The object before the change; nil when it was created.
    ///
    /// Selectors need it: an object may leave a selection.
    package let previous: StoredObject?
    /// The event as the many watchers without a selector send it, encoded once for all of them.
    package let line = SharedEncoding()
    /// The same for those who receive it as the leaving of an object from a selection.
    package let lineOfLeaving = SharedEncoding()

    package init(change: Change, object: StoredObject, previous: StoredObject?) {
        (self.change, self.object, self.previous) = (change, object, previous)
    }

    /// The revision of the change.
    package var revision: Int64 { object.revision }

    /// About what it takes in memory, with one encoding.
    var cost: Int { 512 + 2 * object.value.readableBytes + (previous?.value.readableBytes ?? 0) }
}
