/// What a JSON or YAML document of a stranger may cost before it is refused.
package struct JSONLimits: Sendable, Hashable {
    /// How deep arrays and objects may be nested; every walk over a tree fits a small stack at this depth.
    package var depthLimit: Int
    /// How many values a document may hold, containers among them.
    package var nodeLimit: Int

    package init(depthLimit: Int = Self.deepest, nodeLimit: Int = 500_000) {
        self.depthLimit = min(depthLimit, Self.deepest)
        self.nodeLimit = nodeLimit
    }

    /// The depth that no tree may exceed, wherever it comes from.
    package static let deepest = 1_000
}
