package import Kubernetes
package import Logging

/// The resources of OpenShift that are views of other objects or do more than store, and namespaces.
package struct OpenShiftResources: Sendable {
    /// Answers which namespaces somebody sees.
    package typealias Visibility = @Sendable (UserInfo) async -> @Sendable (_ namespace: String) async -> Bool

    let objects: any LocalObjects
    let authorizer: any Authorizer
    let directory: BackendDirectory
    let visibility: Visibility
    let defaults: NamespaceDefaults
    /// How long a request for a project waits for the requester's access.
    let patience: Duration
    let logger: Logger

    /// - Parameters:
    ///   - objects: The server's own access; no rights are asked.
    ///   - authorizer: Decides what needs more than the verb, such as who may ask for projects.
    ///   - directory: Finds the backends of stored resources, behind which views write for their callers.
    ///   - visibility: Which projects somebody sees; nil asks the authorizer for each namespace.
    ///   - defaults: A service that has to run too.
    ///   - patience: How long a request for a project waits for the requester's access.
    ///   - logger: Says what could not be done in the end.
    package init(
        objects: any LocalObjects,
        authorizer: any Authorizer,
        directory: BackendDirectory,
        visibility: Visibility? = nil,
        defaults: NamespaceDefaults,
        patience: Duration = .seconds(10),
        logger: Logger
    ) {
        (self.objects, self.authorizer, self.directory, self.logger) = (objects, authorizer, directory, logger)
        self.patience = patience
        self.visibility = visibility ?? ProjectVisibility.by(authorizer)
        self.defaults = defaults
    }

    /// Every resource that this part answers for; they take the place of stored kinds of the same name.
    package var served: [ServedResource] { namespaces + projects + users + tokens + rights + images }

    /// Checks and changes of writes, to run beside the others.
    package var admissions: [any Admission] {
        [
            NamespaceProtection(), RouteHosts(objects: objects, authorizer: authorizer),
            ImageStreamTagging(objects: objects, authorizer: authorizer),
        ]
    }

    /// A stored kind, to be extended.
    static func stored(_ resource: GroupResource) -> ResourceKind? {
        StoredKinds.all.first { $0.groupResource == resource }
    }
}
