package import Kubernetes
package import Logging

/// The resources of OpenShift that are views of other objects or do more than store, and namespaces.
package struct OpenShiftResources: Sendable {
    /// The server's own access; no rights are asked.
    package let objects: any LocalObjects
    package let authorizer: any Authorizer
    package let logger: Logger

    /// - Parameter authorizer: Decides which projects somebody sees.
    package init(objects: any LocalObjects, authorizer: any Authorizer, logger: Logger) {
        (self.objects, self.authorizer, self.logger) = (objects, authorizer, logger)
    }

    /// Every resource that this part answers for.
    ///
    /// They replace those of the same group and resource in the catalogue's table.
    /// - Parameter builtIn: The catalogue's own kind of a stored resource that is only extended here (its columns,
    ///   schema and strategy stay); nil where it has none.
    package func served(builtIn: (GroupResource) -> ResourceKind?) -> [ServedResource] { [] }

    /// Checks and changes of writes, to run beside the others.
    package func admissions() -> [any Admission] { [] }
}
