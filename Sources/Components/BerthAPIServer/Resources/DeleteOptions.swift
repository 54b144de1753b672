/// `meta/v1 DeleteOptions`, from the body or the query.
package struct DeleteOptions: Sendable, Hashable {
    package enum Propagation: String, Sendable {
        case orphan = "Orphan", background = "Background", foreground = "Foreground"
    }

    package var isDryRun = false
    /// nil is the resource's default: background.
    package var propagation: Propagation?
    /// Preconditions; a mismatch is a conflict.
    package var uid: String?
    package var resourceVersion: String?
    package var gracePeriodSeconds: Int64?

    package init() {}
}
