import Kubernetes

/// How the scopes of a token narrow rights.
///
/// <https://docs.openshift.com/container-platform/4.3/authentication/tokens-scoping.html>
extension OAuthScope {
    /// Where scopes stand in a user's extra attributes.
    static let extraKey = "scopes.authorization.openshift.io"

    /// What the scope allows in `namespace` (empty for the cluster scope); nil when its role does not exist.
    func rules(in namespace: String, _ snapshot: RBACSnapshot) -> [PolicyRule]? {
        switch self {
        case .user(Self.full): PolicyRule.everything
        case .user("user:info"):
            [
                PolicyRule(["get"], groups: Self.userGroups, resources: ["users"], names: ["~"]),
                PolicyRule(["create"], groups: ["authentication.k8s.io"], resources: ["selfsubjectreviews"]),
            ]
        case .user("user:check-access"):
            [
                PolicyRule(["create"], groups: ["authorization.k8s.io"], resources: ["selfsubjectaccessreviews"]),
                PolicyRule(
                    ["create"],
                    groups: ["", "authorization.openshift.io"],
                    resources: ["selfsubjectrulesreviews"]
                ),
            ]
        case .user("user:list-scoped-projects"):
            [PolicyRule(["list", "watch"], groups: Self.projectGroups, resources: ["projects"])]
        case .user("user:list-projects"):
            [
                PolicyRule(["list", "watch"], groups: Self.projectGroups, resources: ["projects"]),
                PolicyRule(["get"], groups: [""], resources: ["namespaces"]),
            ]
        case .user: []
        case .role(_, let wanted, _) where wanted != "*" && !wanted.hasSameBytes(as: namespace): []
        case .role(let name, _, let allowsEscalation):
            snapshot.rules(of: .clusterRole(name)).map { allowsEscalation ? $0 : $0.compactMap(Self.harmless) }
        }
    }

    private static let userGroups = ["", "user.openshift.io"]
    private static let projectGroups = ["", "project.openshift.io"]

    /// Resources with which a token could get more than its scope.
    private static let escalating: [(groups: [String], resources: [String])] = [
        ([""], ["secrets", "serviceaccounts/token"]),
        (["", "image.openshift.io"], ["imagestreams/secrets"]),
        (["", "oauth.openshift.io"], ["oauthauthorizetokens", "oauthaccesstokens"]),
        (
            ["", "authorization.openshift.io", RBACResource.group],
            ["roles", "rolebindings", "clusterroles", "clusterrolebindings"]
        ),
    ]

    /// The rule without escalating resources; nil for one without bounds.
    ///
    /// Errs on the side of taking too much: the resource goes for all verbs and groups of the rule.
    private static func harmless(_ rule: PolicyRule) -> PolicyRule? {
        guard !rule.verbs.holdsWildcard, !rule.resources.holdsWildcard, !rule.apiGroups.holdsWildcard else {
            return nil
        }
        var rule = rule
        for (groups, resources) in escalating where rule.apiGroups.contains(where: groups.holds) {
            rule.resources.removeAll { resource in
                resources.holds(resource) || resource.beginsExactly(with: "*/")
            }
        }
        return rule
    }
}
