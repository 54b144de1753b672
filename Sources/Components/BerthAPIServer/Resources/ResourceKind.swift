package import Kubernetes

/// Everything the machinery knows of a resource.
package struct ResourceKind: Sendable {
    package let gvk: GroupVersionKind
    /// The plural: `deployments`.
    package let resource: String
    package var singular: String
    package let isNamespaced: Bool
    package var shortNames: [String] = []
    /// `all` makes it part of `get all`.
    package var categories: [String] = []
    /// As discovery lists them.
    package var verbs: [String] = Self.allVerbs
    package var subresources: [Subresource] = []
    /// Empty means Name and Age.
    package var columns: [TableColumn] = []
    package var strategy: any ResourceStrategy = PlainStrategy()
    /// For `explain`, strict validation and, for custom resources, pruning; nil when nothing is known.
    package var schema: ObjectSchema?
    /// Paths beside `metadata.name` and `metadata.namespace` that field selectors may name: `status.phase`.
    package var selectableFields: [String] = []
    /// How those of them are read that are no path of an object, or are not the empty text when absent.
    var fieldReadings: [String: FieldReading] = [:]
    /// Custom resources refuse strategic merge patches.
    package var isCustom = false
    /// Part of the OpenShift API: served by merge patch when strategic rules are unknown, hidden from nothing.
    package var listKind: String
    /// The version its objects are stored in: a reader of another version sees this kind's `apiVersion` in its place.
    package var storageVersion: String
    /// What `/scale` reads and writes.
    package var scale = ScalePaths()

    package static let allVerbs = ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"]

    package init(
        _ gvk: GroupVersionKind,
        resource: String,
        singular: String? = nil,
        isNamespaced: Bool
    ) {
        (self.gvk, self.resource, self.isNamespaced) = (gvk, resource, isNamespaced)
        self.singular = singular ?? gvk.kind.lowercased()
        (listKind, storageVersion) = (gvk.kind + "List", gvk.version)
    }

    package var groupResource: GroupResource { GroupResource(group: gvk.group, resource: resource) }
}
