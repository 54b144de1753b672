import Kubernetes
import ServiceLifecycle

/// Keeps the rules of aggregated ClusterRoles what their selectors gather.
///
/// <https://kubernetes.io/docs/reference/access-authn-authz/rbac/#aggregated-clusterroles>
package struct ClusterRoleAggregation: Service {
    /// Aggregated roles gather one another (`view` in `edit` in `admin`); deeper chains settle with the next change.
    private static let passLimit = 8

    private let objects: any LocalObjects

    package init(objects: any LocalObjects) { self.objects = objects }

    package func run() async throws {
        await cancelWhenGracefulShutdown {
            var isComplete = false
            for await (_, event) in objects.follow([RBACResource.clusterRoles.groupResource]) {
                if case .bookmark(_, endsInitialEvents: true) = event { isComplete = true }
                // what cannot be written for another reason is tried again with the next change
                if isComplete { try? await StoreOutage.outlast { try await reconcile() } }
            }
        }
    }

    /// Writes every aggregated role whose rules are not what its selectors gather now.
    func reconcile() async throws {
        for _ in 0..<Self.passLimit {
            let changed = Self.outdated(try await objects.list(RBACResource.clusterRoles.groupResource, namespace: nil))
            guard !changed.isEmpty else { return }
            for (name, rules, version) in changed {
                _ = try await objects.update(
                    RBACResource.clusterRoles.groupResource,
                    namespace: "",
                    name: name,
                    subresource: nil
                ) { role in
                    // somebody who has seen newer roles was quicker
                    guard role.resourceVersion == version else { return nil }
                    var role = role
                    role.set(.array(rules.map(\.json)), at: ["rules"])
                    return role
                }
            }
        }
    }

    /// Aggregated roles and their rules, where those are not the stored ones; the rules of `roles` in order of names.
    static func outdated(_ roles: [JSONValue]) -> [(name: String, rules: [PolicyRule], version: String)] {
        let sorted = roles.sorted { $0.name.hasBytesBefore($1.name) }
        return sorted.compactMap { role in
            let selectors = (role["aggregationRule"]?["clusterRoleSelectors"]?.array ?? [])
                .compactMap { try? LabelSelector(object: $0) }
            guard let rule = role["aggregationRule"], !rule.isNull else { return nil }
            var rules: [PolicyRule] = []
            var known: Set<PolicyRule> = []
            for other in sorted where !other.name.hasSameBytes(as: role.name) {
                let labels = other.labels
                guard selectors.contains(where: { $0.matches(labels) }) else { continue }
                for rule in PolicyRule.rules(of: other) where known.insert(rule).inserted { rules.append(rule) }
            }
            return rules == PolicyRule.rules(of: role) ? nil : (role.name, rules, role.resourceVersion)
        }
    }
}
