/// How much history is kept for watches and long lists.
package struct CompactionLimits: Sendable {
    /// History older than this goes.
    package var age = Duration.seconds(3600)
    /// What is behind this many revisions goes too.
    package var revisionLimit: Int64 = 10_000
    /// Nothing younger than this goes, so that a burst of writes cuts no list in its midst.
    package var ageMinimum = Duration.seconds(300)
    /// How often to look.
    package var interval = Duration.seconds(60)

    package init() {}
}
