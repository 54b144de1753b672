import Kubernetes

extension RBACSnapshot {
    /// The group that may do everything.
    static let masters = "system:masters"

    /// Whether what is asked is allowed, and why: scopes first, then `system:masters`, then roles.
    func decision(_ asked: AccessAttributes) -> AccessDecision {
        let attributes = asked.split
        let narrowing = ScopeNarrowing(of: attributes.user, in: attributes.namespace, self)
        if let narrowing, !narrowing.rules.contains(where: { $0.allows(attributes) }) {
            return AccessDecision(isAllowed: false, reason: narrowing.refusal)
        }
        if attributes.user.groups.holds(Self.masters) { return AccessDecision(isAllowed: true, reason: "") }
        var decision: AccessDecision?
        var missing: [String] = []
        forEachGrant(of: attributes.user, in: attributes.path == nil ? attributes.namespace : "") { grant in
            guard let rules = rules(of: grant.role) else {
                if !missing.contains(grant.role.notFound) { missing.append(grant.role.notFound) }
                return true
            }
            guard rules.contains(where: { $0.allows(attributes) }) else { return true }
            decision = AccessDecision(isAllowed: true, reason: grant.reason)
            return false
        }
        if let decision { return decision }
        let text = missing.count == 1 ? missing[0] : "[\(missing.joined(separator: ", "))]"
        return AccessDecision(isAllowed: false, reason: missing.isEmpty ? "" : "RBAC: \(text)")
    }

    /// The rules that hold for a user in a namespace (empty: in the whole cluster), and which roles are missing.
    ///
    /// Without regard to scopes; `system:masters` holds everything.
    func rules(for user: UserInfo, in namespace: String) -> (rules: [PolicyRule], missing: [String]) {
        var rules: [PolicyRule] = user.groups.holds(Self.masters) ? PolicyRule.everything : []
        var missing: [String] = []
        var seen: Set<RoleReference> = []
        forEachGrant(of: user, in: namespace) { grant in
            guard seen.insert(grant.role).inserted else { return true }
            if let granted = self.rules(of: grant.role) {
                rules += granted
            } else {
                missing.append(grant.role.notFound)
            }
            return true
        }
        return (rules, missing)
    }

    /// As ``rules(for:in:)``, without what the scopes of the user's token keep it from.
    func effectiveRules(for user: UserInfo, in namespace: String) -> (rules: [PolicyRule], missing: [String]) {
        let (held, missing) = rules(for: user, in: namespace)
        guard let narrowing = ScopeNarrowing(of: user, in: namespace, self) else { return (held, missing) }
        func isHeld(_ rule: PolicyRule, by holder: [PolicyRule]) -> Bool {
            PolicyRule.missing(of: [rule], heldBy: holder)?.isEmpty ?? false
        }
        let kept = held.filter { isHeld($0, by: narrowing.rules) }
        return (kept + narrowing.rules.filter { !kept.contains($0) && isHeld($0, by: held) }, missing)
    }

    /// What a user may see of all projects; which of them a token lists is said by its scopes.
    func visibleNamespaces(to user: UserInfo) -> VisibleNamespaces {
        var person = user
        person.extra[OAuthScope.extraKey] = nil
        func mayGet(_ namespace: String) -> Bool {
            var attributes = AccessAttributes(user: person, verb: "get")
            (attributes.resource, attributes.namespace, attributes.name) = ("namespaces", namespace, namespace)
            return decision(attributes).isAllowed
        }
        switch (mayGet(""), ProjectScope(of: user)) {
        case (true, .everything): return VisibleNamespaces(isEverything: true)
        case (true, .some(let names)): return VisibleNamespaces(names: names)
        case (false, .everything):
            let candidates = boundNamespaces(of: person).union(namesInRules(of: person))
            return VisibleNamespaces(names: candidates.filter(mayGet))
        case (false, .some(let names)): return VisibleNamespaces(names: names.filter(mayGet))
        }
    }

    /// Who may do what is asked: users (service accounts by the user that they act as) and groups, each sorted.
    func allowedSubjects(_ asked: AccessAttributes) -> (users: [String], groups: [String]) {
        let attributes = asked.split
        var users: Set<ExactText> = []
        var groups: Set<ExactText> = [ExactText(Self.masters)]
        var verdicts: [RoleReference: Bool] = [:]
        forEachSubject(in: attributes.path == nil ? attributes.namespace : "") { subject, role in
            let isAllowed = verdicts[role] ?? rules(of: role)?.contains { $0.allows(attributes) } ?? false
            verdicts[role] = isAllowed
            guard isAllowed else { return }
            switch subject {
            case .user(let name): users.insert(name)
            case .group(let name): groups.insert(name)
            }
        }
        return (users.map(\.text).sorted(), groups.map(\.text).sorted())
    }

    /// Namespaces that cluster-wide rules name one by one.
    private func namesInRules(of user: UserInfo) -> Set<String> {
        var names: Set<String> = []
        for rule in rules(for: user, in: "").rules { names.formUnion(rule.resourceNames) }
        return names
    }
}
