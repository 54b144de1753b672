/// What a store on a disk has done since it was opened.
package struct StoreStatistics: Sendable, Hashable {
    /// Changes that were asked for, also those that wait.
    package internal(set) var asked = 0
    /// Commits, each synced once.
    package internal(set) var commits = 0
    /// Changes in them.
    package internal(set) var writes = 0
    /// The most changes in one commit.
    package internal(set) var largestGroup = 0
}
