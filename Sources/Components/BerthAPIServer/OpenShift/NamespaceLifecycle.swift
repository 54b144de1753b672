package import Kubernetes
package import Logging
import ServiceLifecycle

/// Empties namespaces that are being deleted, and then lets them go.
package struct NamespaceLifecycle: Service {
    private let objects: any LocalObjects
    private let contents: @Sendable () -> [GroupResource]
    private let logger: Logger

    /// - Parameter contents: All namespaced resources that have objects in the store, custom ones too.
    package init(
        objects: any LocalObjects,
        contents: @escaping @Sendable () -> [GroupResource],
        logger: Logger
    ) {
        (self.objects, self.contents, self.logger) = (objects, contents, logger)
    }

    package func run() async throws {}
}
