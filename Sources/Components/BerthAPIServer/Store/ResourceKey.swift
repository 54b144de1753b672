package import Kubernetes

/// Where an object lies in the store.
package struct ResourceKey: Sendable, Hashable {
    package let resource: GroupResource
    /// Empty for cluster-scoped objects.
    package let namespace: String
    package let name: String

    package init(_ resource: GroupResource, namespace: String = "", name: String) {
        (self.resource, self.namespace, self.name) = (resource, namespace, name)
    }
}
