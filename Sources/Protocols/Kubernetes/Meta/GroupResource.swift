/// A resource across its versions, as errors and rules name it: `deployments.apps`, `secrets`.
package struct GroupResource: Sendable, Hashable, CustomStringConvertible {
    /// Empty for the core group.
    package let group: String
    /// The plural: `deployments`.
    package let resource: String

    package init(group: String, resource: String) { (self.group, self.resource) = (group, resource) }

    package var description: String { group.isEmpty ? resource : "\(resource).\(group)" }
}
