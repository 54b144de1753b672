import Kubernetes
import Logging
import ServiceLifecycle

/// Deletes objects whose owners are gone, and lets owners go when their dependents are.
///
/// https://kubernetes.io/docs/concepts/architecture/garbage-collection/
struct GarbageCollector: Service {
    private let objects: any LocalObjects
    private let resources: @Sendable () -> [ResourceKind]
    private let logger: Logger

    /// - Parameter resources: The kinds with objects in the store, custom ones too, as they are now.
    init(
        objects: any LocalObjects,
        resources: @escaping @Sendable () -> [ResourceKind],
        logger: Logger
    ) {
        (self.objects, self.resources, self.logger) = (objects, resources, logger)
    }

    func run() async throws {}
}
