package import Kubernetes
import ServiceLifecycle

/// Role-based access control over an immutable picture of all roles and bindings.
///
/// Runs as a service that follows them; until the first picture is complete nothing is allowed.
package final class RBACAuthorizer: Authorizer, Service {
    private let objects: any LocalObjects

    package init(objects: any LocalObjects) { self.objects = objects }

    package func decide(_ attributes: AccessAttributes) async -> AccessDecision {
        AccessDecision(isAllowed: false, reason: "")
    }

    /// Returns once the first picture is complete.
    package func settled() async {}

    /// Returns once the change of a role or binding that was committed as `resourceVersion` counts, at most a second later.
    ///
    /// For whoever writes one and answers its caller.
    package func settled(through resourceVersion: String) async {}

    /// What a user may see of all projects: namespaces that it may `get`.
    package func visibleNamespaces(to user: UserInfo) -> VisibleNamespaces { VisibleNamespaces() }

    /// An element after each change of rights, for watches that show only what is visible; the newest only.
    package func changes() -> AsyncStream<Void> { AsyncStream { $0.finish() } }

    package func run() async throws {}
}
