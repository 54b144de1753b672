/// What a ``WatchHub`` keeps.
package struct WatchHubLimits: Sendable {
    /// How many recent events are in memory, of all resources.
    package var eventLimit = 10_000
    /// How many bytes they may take; about 32 MiB.
    package var byteLimit = 32 << 20
    /// How many events before its start the hub reads, so that watches go on after a restart.
    package var preloadLimit: Int64 = 1000
    /// How many events a watcher is given at a time.
    package var batchLimit = 256
    /// How many events a watcher that begins behind the memory is given at a time.
    package var historyBatchLimit = 100
    /// How often an idle watcher is given an empty batch, to send a bookmark or to end.
    package var tick = Duration.seconds(5)
    /// How long a waiting reader lets pass before the store is asked for progress.
    package var progressDelay = Duration.milliseconds(50)
    /// The longest pause before the store is followed again after a failure.
    package var pauseLimit = Duration.seconds(5)

    package init() {}
}
