import Synchronization

/// At which revision a namespace was found to take content.
///
/// While it is still there nothing has to be looked at again: the store compares when something is created.
final class ActiveNamespaces: Sendable {
    private let revisions = Mutex(BoundedCache<String, Int64>(limit: 5000))

    /// The revision at which the namespace took content; nil when nobody has looked.
    func revision(_ namespace: String) -> Int64? { revisions.withLock { $0[namespace] } }

    /// Remembers, or with nil forgets.
    func note(_ namespace: String, at revision: Int64?) { revisions.withLock { $0[namespace] = revision } }
}
