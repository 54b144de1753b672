/// Where a kind keeps what `/scale` shows, as paths of member names.
package struct ScalePaths: Sendable, Hashable {
    package var specReplicas = ["spec", "replicas"]
    package var statusReplicas = ["status", "replicas"]
    /// A serialised selector in the status (custom resources); nil takes `spec.selector`.
    package var labelSelector: [String]?

    package init() {}
}
