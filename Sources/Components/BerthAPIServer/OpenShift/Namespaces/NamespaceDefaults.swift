import Kubernetes
package import Logging
import ServiceLifecycle
import Synchronization

/// Gives every namespace what it begins with, and makes it again when it is deleted (reference 10.4).
///
/// The service accounts `default`, `builder` and `deployer`, the three bindings for them, and a range of user ids.
/// The accounts' secrets are ``ServiceAccountSecrets``' work.
package struct NamespaceDefaults: Service {
    let ranges: SecurityRanges
    private let objects: any LocalObjects
    private let logger: Logger
    /// How long a request for a project may take before its namespace is taken away.
    private let patience: Duration

    package init(objects: any LocalObjects, logger: Logger, patience: Duration = .seconds(60)) {
        (self.objects, self.logger, self.patience) = (objects, logger, patience)
        ranges = SecurityRanges(objects)
    }

    static let accounts = ["builder", "default", "deployer"]

    /// Creates what a namespace lacks of accounts and bindings.
    func furnish(_ namespace: String) async throws {
        for account in Self.accounts { try await plant(account: account, in: namespace) }
        for binding in Self.bindings(in: namespace) { try await create(KnownResource.roleBindings, binding) }
    }

    /// The same, and its range of user ids.
    func furnishWithRanges(_ namespace: String) async throws {
        try await furnish(namespace)
        try await giveRanges(to: namespace)
    }

    private func giveRanges(to name: String) async throws {
        let present = try await objects.get(KnownResource.namespaces, namespace: "", name: name)
        guard let present, present.annotations[SecurityRanges.userRange] == nil else { return }
        let reservation = try await ranges.reserve()
        _ = try await objects.update(KnownResource.namespaces, namespace: "", name: name, subresource: nil) {
            $0.deletionTimestamp == nil ? reservation.annotate($0) : nil
        }
    }

    private func plant(account: String, in namespace: String) async throws {
        let object: JSONValue = [
            "kind": "ServiceAccount", "apiVersion": "v1",
            "metadata": ["name": .string(account), "namespace": .string(namespace)],
        ]
        try await create(KnownResource.serviceAccounts, object)
    }

    private func create(_ resource: GroupResource, _ object: JSONValue) async throws {
        do {
            _ = try await objects.create(resource, object)
        } catch let status as Status where status.reason == "AlreadyExists" {}
    }

    /// The bindings that let a project's own accounts use its images.
    static func bindings(in namespace: String) -> [JSONValue] {
        func binding(_ name: String, _ role: String, _ text: String, _ subject: JSONValue) -> JSONValue {
            [
                "kind": "RoleBinding", "apiVersion": "rbac.authorization.k8s.io/v1",
                "metadata": [
                    "name": .string(name), "namespace": .string(namespace),
                    "annotations": [
                        "openshift.io/description": .string(
                            "\(text)  It is auto-managed by a controller; remove subjects to disable."
                        )
                    ],
                ],
                "roleRef": ["apiGroup": .string(KnownResource.rights), "kind": "ClusterRole", "name": .string(role)],
                "subjects": [subject],
            ]
        }
        func account(_ name: String) -> JSONValue {
            ["kind": "ServiceAccount", "name": .string(name), "namespace": .string(namespace)]
        }
        return [
            binding(
                "system:image-pullers",
                "system:image-puller",
                "Allows all pods in this namespace to pull images from this namespace.",
                [
                    "apiGroup": .string(KnownResource.rights), "kind": "Group",
                    "name": .string("system:serviceaccounts:\(namespace)"),
                ]
            ),
            binding(
                "system:image-builders",
                "system:image-builder",
                "Allows builds in this namespace to push images to this namespace.",
                account("builder")
            ),
            binding(
                "system:deployers",
                "system:deployer",
                "Allows deploymentconfigs in this namespace to rollout pods in this namespace.",
                account("deployer")
            ),
        ]
    }

    /// Follows namespaces, accounts and bindings until the server stops.
    package func run() async throws {
        await cancelWhenGracefulShutdown {
            await withDiscardingTaskGroup { group in
                var state = NamespaceInventory()
                var isComplete = false
                let resources: Set = [
                    KnownResource.namespaces, KnownResource.serviceAccounts, KnownResource.roleBindings,
                ]
                for await (resource, event) in objects.follow(resources) {
                    let touched: Set<String>
                    if case .bookmark = event {
                        touched = isComplete ? [] : state.names
                        isComplete = true
                    } else {
                        touched = state.note(resource, event)
                    }
                    guard isComplete else { continue }
                    for name in touched.sorted() {
                        if let uid = state.startsWaiting(name) {
                            group.addTask { await takeAwayUnlessFinished(name, uid: uid) }
                        }
                        await complete(name, state.missing(in: name))
                    }
                }
            }
        }
    }

    /// Makes what is missing, once the store can be written to; another failure is logged, since the next event or start
    /// tries again.
    private func complete(_ name: String, _ missing: NamespaceInventory.Missing) async {
        do {
            try await StoreOutage.outlast {
                for account in missing.accounts { try await plant(account: account, in: name) }
                for binding in Self.bindings(in: name) where missing.bindings.contains(binding.name) {
                    try await create(KnownResource.roleBindings, binding)
                }
                if missing.ranges { try await giveRanges(to: name) }
            }
        } catch let status as Status where status.code == 403 || status.code == 404 {
            // The namespace went away meanwhile.
        } catch is CancellationError {
        } catch {
            logger.warning(
                "namespace could not be furnished",
                metadata: ["namespace": "\(name)", "error": "\(error)"]
            )
        }
    }

    private func takeAwayUnlessFinished(_ name: String, uid: String) async {
        do {
            try await Task.sleep(for: patience)
            try await StoreOutage.outlast {
                let namespace = try await objects.get(KnownResource.namespaces, namespace: "", name: name)
                guard let namespace, namespace.uid == uid, namespace.deletionTimestamp == nil else { return }
                guard namespace.annotations[ProjectRequestBackend.unfinished] != nil else { return }
                _ = try await objects.delete(
                    KnownResource.namespaces,
                    namespace: "",
                    name: name,
                    resourceVersion: namespace.resourceVersion
                )
            }
        } catch is CancellationError {
        } catch {
            logger.warning(
                "half-made project could not be taken away",
                metadata: ["namespace": "\(name)", "error": "\(error)"]
            )
        }
    }
}
