/// What a store on a disk has done since it was opened.
package struct StoreStatistics: Sendable, Hashable {
    /// Commits, each synced once.
    package internal(set) var commits = 0
    /// Changes in them.
    package internal(set) var writes = 0
    /// The most changes in one commit.
    package internal(set) var largestGroup = 0
}
