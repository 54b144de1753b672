import Kubernetes

/// A write of a role or binding, to be judged by what its writer holds: pure.
struct GrantAttempt: Sendable {
    let user: UserInfo
    let resource: RBACResource
    /// As errors name it; differs from `resource` for the views of OpenShift.
    let shownResource: GroupResource
    let kind: GroupVersionKind
    let object: JSONValue
    /// nil for a new object.
    let old: JSONValue?

    /// - Throws: `Status`: 403 for what the writer does not hold, 404 for a role that is not there, 422 for another roleRef.
    func check(_ snapshot: RBACSnapshot) throws(Status) {
        if resource.isBinding { try checkRoleReference() }
        // the garbage collector takes away finalizers and owners of what it must not grant
        guard old.map({ changesMoreThanOwnership(from: $0) }) ?? true else { return }
        if user.groups.holds(RBACSnapshot.masters), ScopeNarrowing(of: user, in: object.namespace, snapshot) == nil {
            return
        }
        if resource.isBinding { try checkBinding(snapshot) } else { try checkRole(snapshot) }
    }

    private func checkRole(_ snapshot: RBACSnapshot) throws(Status) {
        guard !isAllowed("escalate", resource.groupResource, name: object.name, snapshot) else { return }
        try confirm(PolicyRule.rules(of: object), snapshot)
        guard resource == .clusterRoles, hasAggregation(object) || old.map(hasAggregation) == true else { return }
        // it may gather anything
        let (missing, _) = missing(PolicyRule.everything, snapshot)
        guard missing?.isEmpty == true else {
            throw .forbidden(
                shownResource,
                name: object.name,
                "must have cluster-admin privileges to use the aggregationRule"
            )
        }
    }

    private func checkBinding(_ snapshot: RBACSnapshot) throws(Status) {
        guard let role = RoleReference(object["roleRef"], namespace: object.namespace) else { return }
        guard !isAllowed("bind", role.resource, name: role.name.text, snapshot) else { return }
        guard let rules = snapshot.rules(of: role) else {
            throw .notFound(role.resource, name: role.name.text)
        }
        try confirm(rules, snapshot)
    }

    /// A binding stays with its role; one that names none is refused by validation.
    private func checkRoleReference() throws(Status) {
        guard let old, let before = RoleReference(old["roleRef"], namespace: object.namespace),
            RoleReference(object["roleRef"], namespace: object.namespace) != before
        else { return }
        let named = object["roleRef"]
        let text = ["apiGroup", "kind", "name"].map { field in
            let value = named?[field]?.string ?? ""
            return
                "\(field == "apiGroup" ? "APIGroup" : field.prefix(1).uppercased() + field.dropFirst()):\(value.quoted)"
        }
        throw .invalid(
            kind,
            name: object.name,
            [
                Status.Cause(
                    reason: "FieldValueInvalid",
                    message: "Invalid value: rbac.RoleRef{\(text.joined(separator: ", "))}: cannot change roleRef",
                    field: "roleRef"
                )
            ]
        )
    }

    private func confirm(_ rules: [PolicyRule], _ snapshot: RBACSnapshot) throws(Status) {
        let (missing, unresolved) = missing(rules, snapshot)
        guard let missing else {
            throw .forbidden(
                shownResource,
                name: object.name,
                "the rules grant more than \(PolicyRule.comparisonLimit) single permissions"
            )
        }
        guard !missing.isEmpty else { return }
        let lines = Set(PolicyRule.compact(missing).map(\.compactText)).sorted { $0.hasBytesBefore($1) }
        var message =
            "user \(user.username.quoted) (groups=\(user.groups.quoted)) is attempting to grant RBAC permissions "
            + "not currently held:\n" + lines.joined(separator: "\n")
        if !unresolved.isEmpty { message += "; resolution errors: [\(unresolved.joined(separator: ", "))]" }
        throw .forbidden(shownResource, name: object.name, message)
    }

    /// What of the rules the writer does not hold, by its roles and by its token's scopes; nil when there are too many.
    private func missing(_ rules: [PolicyRule], _ snapshot: RBACSnapshot) -> ([PolicyRule]?, unresolved: [String]) {
        let namespace = object.namespace
        let (held, unresolved) = snapshot.rules(for: user, in: namespace)
        guard var missing = PolicyRule.missing(of: rules, heldBy: held) else { return (nil, unresolved) }
        if let narrowing = ScopeNarrowing(of: user, in: namespace, snapshot) {
            guard let outside = PolicyRule.missing(of: rules, heldBy: narrowing.rules) else { return (nil, unresolved) }
            missing += outside
        }
        return (missing, unresolved)
    }

    private func isAllowed(
        _ verb: String,
        _ resource: GroupResource,
        name: String,
        _ snapshot: RBACSnapshot
    ) -> Bool {
        var attributes = AccessAttributes(user: user, verb: verb)
        (attributes.group, attributes.resource) = (resource.group, resource.resource)
        (attributes.namespace, attributes.name) = (object.namespace, name)
        return snapshot.decision(attributes).isAllowed
    }

    private func hasAggregation(_ role: JSONValue) -> Bool {
        guard let rule = role["aggregationRule"] else { return false }
        return !rule.isNull
    }

    private func changesMoreThanOwnership(from old: JSONValue) -> Bool {
        let ownership = ["ownerReferences", "finalizers", "resourceVersion", "managedFields"]
        var (before, after) = (old, object)
        for name in ownership {
            before.set(nil, at: ["metadata", name])
            after.set(nil, at: ["metadata", name])
        }
        return before != after
    }
}
