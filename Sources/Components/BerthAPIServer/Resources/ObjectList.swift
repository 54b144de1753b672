package import Kubernetes

/// The answer of a list.
package struct ObjectList: Sendable {
    package var items: [JSONValue]
    package var resourceVersion: String
    /// Empty at the end.
    package var continuation: String
    package var remaining: Int?

    package init(items: [JSONValue], resourceVersion: String, continuation: String = "", remaining: Int? = nil) {
        (self.items, self.resourceVersion) = (items, resourceVersion)
        (self.continuation, self.remaining) = (continuation, remaining)
    }
}
