import Kubernetes
import Logging
import NIOEmbedded

@testable import BerthAPIServer
@testable import BerthHTTP

/// The views over fake objects, and requests on them.
struct ViewFixture: Sendable {
    /// Allows what its function says.
    struct Rights: Authorizer {
        let allows: @Sendable (AccessAttributes) -> Bool

        func decide(_ attributes: AccessAttributes) async -> AccessDecision {
            AccessDecision(isAllowed: allows(attributes), reason: "")
        }
    }

    let objects: FakeObjects
    let resources: OpenShiftResources
    let defaults: NamespaceDefaults

    init(
        _ objects: FakeObjects = FakeObjects(),
        allows: @escaping @Sendable (AccessAttributes) -> Bool = { _ in true }
    ) {
        self.objects = objects
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        defaults = NamespaceDefaults(objects: objects, logger: logger)
        let directory = BackendDirectory { resource in
            let kind =
                OpenShiftResources.stored(resource)
                ?? ResourceKind(
                    GroupVersionKind(group: resource.group, version: "v1", kind: "Any"),
                    resource: resource.resource,
                    isNamespaced: false
                )
            return (kind, FakeBackend(resource: resource, objects: objects))
        }
        resources = OpenShiftResources(
            objects: objects,
            authorizer: Rights(allows: allows),
            directory: directory,
            defaults: defaults,
            logger: logger
        )
    }

    /// The backend of a served resource.
    func backend(_ resource: String, group: String) throws -> (any ResourceBackend, ResourceKind) {
        let found = resources.served.first { $0.kind.resource == resource && $0.kind.gvk.group == group }
        guard let found else { throw Status.unknownPath }
        let stored = FakeBackend(resource: found.kind.groupResource, objects: objects)
        switch found.backing {
        case .stored: return (stored, found.kind)
        case .wrapped(let wrap): return (wrap(stored), found.kind)
        case .virtual(let backend): return (backend, found.kind)
        }
    }

    static func request(
        _ kind: ResourceKind,
        namespace: String = "",
        as user: UserInfo = UserInfo(username: "user1", uid: "u1", groups: ["system:authenticated"]),
        isDryRun: Bool = false
    ) throws -> ResourceRequest {
        guard let target = RequestTarget("/") else { throw Status.unknownPath }
        var options = WriteOptions()
        options.isDryRun = isDryRun
        return ResourceRequest(
            kind: kind,
            namespace: namespace,
            user: user,
            options: options,
            target: target,
            context: HTTPContext(
                requestID: "1",
                remoteAddress: nil,
                scheme: "https",
                channel: NIOAsyncTestingChannel(),
                logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
                receivedAt: 0,
                notes: RequestNotes(),
                asksForClientCertificate: false
            ),
            warnings: WarningCollector()
        )
    }
}
