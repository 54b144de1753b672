package import Kubernetes

/// Where an object lies in the store.
///
/// Keys are equal when their bytes are: two spellings of `é` are two objects.
package struct ResourceKey: Sendable, Hashable, Comparable {
    package let resource: GroupResource
    /// Empty for cluster-scoped objects.
    package let namespace: String
    package let name: String

    package init(_ resource: GroupResource, namespace: String = "", name: String) {
        (self.resource, self.namespace, self.name) = (resource, namespace, name)
    }

    package static func == (left: ResourceKey, right: ResourceKey) -> Bool {
        left.name.utf8.elementsEqual(right.name.utf8) && left.namespace.utf8.elementsEqual(right.namespace.utf8)
            && left.resource == right.resource
    }

    /// The order of all lists: bytewise by group, resource, namespace and name.
    package static func < (left: ResourceKey, right: ResourceKey) -> Bool {
        if left.resource != right.resource {
            let isSameGroup = left.resource.group.utf8.elementsEqual(right.resource.group.utf8)
            return isSameGroup
                ? left.resource.resource.utf8.lexicographicallyPrecedes(right.resource.resource.utf8)
                : left.resource.group.utf8.lexicographicallyPrecedes(right.resource.group.utf8)
        }
        if left.namespace.utf8.elementsEqual(right.namespace.utf8) {
            return left.name.utf8.lexicographicallyPrecedes(right.name.utf8)
        }
        return left.namespace.utf8.lexicographicallyPrecedes(right.namespace.utf8)
    }
}
