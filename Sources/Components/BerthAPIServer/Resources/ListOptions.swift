package import Kubernetes

/// What a list or a watch selects.
package struct ListOptions: Sendable {
    package var labels: LabelSelector = .everything
    package var fields: FieldSelector = .everything
    package var limit: Int?
    /// The opaque token of the page before.
    package var continuation: String?
    package var resourceVersion: String?
    /// `Exact`, `NotOlderThan` or nil.
    package var resourceVersionMatch: String?

    package init() {}
}
