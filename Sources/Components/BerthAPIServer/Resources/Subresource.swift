package import Kubernetes

/// A resource below an object: `/status`, `/scale`, `/token`, `/log`.
package struct Subresource: Sendable {
    /// Who answers.
    package enum Handling: Sendable {
        /// Reads the object, writes only its status.
        case status
        /// `autoscaling/v1 Scale` over `spec.replicas` and `status.replicas`.
        case scale
        case custom(any SubresourceHandler)
    }

    package let name: String
    package let gvk: GroupVersionKind
    package let verbs: [String]
    package let handling: Handling

    package init(_ name: String, _ gvk: GroupVersionKind, verbs: [String], _ handling: Handling) {
        (self.name, self.gvk, self.verbs, self.handling) = (name, gvk, verbs, handling)
    }
}
