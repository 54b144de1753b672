package import Kubernetes

/// What all stored resources share.
package struct StorageContext: Sendable {
    package let store: any ResourceStore
    package let hub: WatchHub
    /// Namespaces that take content, as they were when last looked at.
    let namespaces = ActiveNamespaces()
    /// Checks of clients' writes; the server's own writes do not meet them.
    package var admissions: [any Admission] = []
    /// What computed members are made from, as it is now.
    package var environment: @Sendable () -> DecorationEnvironment = { DecorationEnvironment() }
    /// Waits after the commit of a write that others must see at once, such as a role for the authorizer.
    package var settle: @Sendable (GroupResource, _ revision: Int64) async -> Void = { _, _ in }
    /// Told of changes of rights and identities, to end the watches that they concern.
    package var watches = RunningWatches()
    /// How often watches are judged anew though nothing was noted, and sent bookmarks.
    package var watchTick = Duration.seconds(30)
    /// Seconds since 1970.
    package var now: @Sendable () -> Double = { WallClock.now() }
    /// The name of a new object with a `generateName`.
    package var makeSuffix: @Sendable () -> String = { ObjectName.generateSuffix() }

    package init(store: any ResourceStore, hub: WatchHub) { (self.store, self.hub) = (store, hub) }
}
