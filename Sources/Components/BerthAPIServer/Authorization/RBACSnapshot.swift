import Kubernetes

/// All roles and bindings at one moment, indexed by who is bound: decides purely.
///
/// <https://kubernetes.io/docs/reference/access-authn-authz/rbac/>. Rights only add up; what no rule allows is
/// forbidden.
struct RBACSnapshot: Sendable {
    /// One subject of one binding.
    struct Grant: Sendable {
        let bindingName: String
        /// Empty for a ClusterRoleBinding.
        let namespace: String
        let role: RoleReference
        let subjectDescription: String

        /// Why something is allowed, in Kubernetes' words.
        var reason: String {
            let binding =
                namespace.isEmpty
                ? "ClusterRoleBinding \(bindingName.quoted)"
                : "RoleBinding \("\(bindingName)/\(namespace)".quoted)"
            return "RBAC: allowed by \(binding) of \(role.kind) \(role.name.text.quoted) to \(subjectDescription)"
        }
    }

    /// What one subject was granted.
    private struct Grants: Sendable {
        var everywhere: [Grant] = []
        var byNamespace: [String: [Grant]] = [:]
        var isEmpty: Bool { everywhere.isEmpty && byNamespace.isEmpty }
    }

    /// A binding in its namespace, which is empty for a ClusterRoleBinding.
    private struct BindingKey: Hashable, Sendable {
        let namespace: String
        let name: ExactText
    }

    private var roles: [RoleReference: [PolicyRule]] = [:]
    private var bindings: [BindingKey: [(subject: RBACSubject, grant: Grant)]] = [:]
    private var grants: [RBACSubject: Grants] = [:]

    /// The rules of a role; nil when there is no such role.
    func rules(of role: RoleReference) -> [PolicyRule]? { roles[role] }

    /// Calls `body` for each grant of the user that reaches into `namespace`, until it returns false.
    ///
    /// Those of the whole cluster come first; an empty namespace has no others.
    func forEachGrant(of user: UserInfo, in namespace: String, _ body: (Grant) -> Bool) {
        let granted = RBACSubject.all(of: user).compactMap { grants[$0] }
        for grants in granted {
            for grant in grants.everywhere where !body(grant) { return }
        }
        guard !namespace.isEmpty else { return }
        for grants in granted {
            for grant in grants.byNamespace[namespace] ?? [] where !body(grant) { return }
        }
    }

    /// The namespaces in which the user is bound to something.
    func boundNamespaces(of user: UserInfo) -> Set<String> {
        var namespaces: Set<String> = []
        for subject in RBACSubject.all(of: user) {
            if let grants = grants[subject] { namespaces.formUnion(grants.byNamespace.keys) }
        }
        return namespaces
    }

    /// Every subject of a binding that reaches into `namespace`, with its role.
    func forEachSubject(in namespace: String, _ body: (RBACSubject, RoleReference) -> Void) {
        for (key, entries) in bindings where key.namespace.isEmpty || key.namespace == namespace {
            for entry in entries { body(entry.subject, entry.grant.role) }
        }
    }
}

extension RBACSnapshot {
    /// Takes in an object of one of the four resources, or takes it away; says whose rights that changes.
    @discardableResult
    mutating func apply(_ resource: RBACResource, _ object: JSONValue, isDeleted: Bool) -> RightsChange? {
        switch resource {
        case .clusterRoles, .roles:
            let namespace = resource == .roles ? object.namespace : nil
            let role = RoleReference(namespace: namespace, name: ExactText(object.name))
            let before = roles[role] ?? []
            let after = isDeleted ? [] : PolicyRule.rules(of: object)
            roles[role] = isDeleted ? nil : after
            guard before != after else { return nil }
            return RightsChange(namespace: namespace, isLoss: !before.allSatisfy(after.contains))
        case .roleBindings, .clusterRoleBindings:
            let namespace = resource == .roleBindings ? object.namespace : ""
            let key = BindingKey(namespace: namespace, name: ExactText(object.name))
            let before = bound(by: key)
            remove(key)
            if !isDeleted, let role = RoleReference(object["roleRef"], namespace: namespace) {
                insert(key, subjects: object["subjects"]?.array ?? [], role)
            }
            let reach = namespace.isEmpty ? nil : namespace
            return RightsChange.between(before, bound(by: key), namespace: reach) { $0.subject }
        }
    }

    /// Somebody with the role of a binding.
    private struct Bound: Hashable {
        let subject: RBACSubject
        let role: RoleReference
    }

    private func bound(by key: BindingKey) -> Set<Bound> {
        Set((bindings[key] ?? []).map { Bound(subject: $0.subject, role: $0.grant.role) })
    }

    private mutating func insert(_ key: BindingKey, subjects: [JSONValue], _ role: RoleReference) {
        var entries: [(subject: RBACSubject, grant: Grant)] = []
        var seen: Set<RBACSubject> = []
        for json in subjects {
            guard let (subject, description) = RBACSubject.read(json, namespace: key.namespace),
                seen.insert(subject).inserted
            else { continue }
            let grant = Grant(
                bindingName: key.name.text,
                namespace: key.namespace,
                role: role,
                subjectDescription: description
            )
            entries.append((subject, grant))
            if key.namespace.isEmpty {
                grants[subject, default: Grants()].everywhere.insertSorted(grant)
            } else {
                grants[subject, default: Grants()].byNamespace[key.namespace, default: []].insertSorted(grant)
            }
        }
        bindings[key] = entries
    }

    private mutating func remove(_ key: BindingKey) {
        guard let entries = bindings.removeValue(forKey: key) else { return }
        for (subject, _) in entries {
            guard var granted = grants.removeValue(forKey: subject) else { continue }
            if key.namespace.isEmpty {
                granted.everywhere.removeAll { $0.bindingName.hasSameBytes(as: key.name.text) }
            } else {
                var inNamespace = granted.byNamespace.removeValue(forKey: key.namespace) ?? []
                inNamespace.removeAll { $0.bindingName.hasSameBytes(as: key.name.text) }
                if !inNamespace.isEmpty { granted.byNamespace[key.namespace] = inNamespace }
            }
            if !granted.isEmpty { grants[subject] = granted }
        }
    }
}

extension [RBACSnapshot.Grant] {
    /// Keeps the order of binding names, so that reasons do not depend on the order of writes.
    fileprivate mutating func insertSorted(_ grant: RBACSnapshot.Grant) {
        let place = partitioningIndex {
            !$0.bindingName.utf8.lexicographicallyPrecedes(grant.bindingName.utf8)
        }
        insert(grant, at: place)
    }

    private func partitioningIndex(_ isSecondHalf: (Element) -> Bool) -> Int {
        var (low, high) = (startIndex, endIndex)
        while low < high {
            let middle = low + (high - low) / 2
            if isSecondHalf(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
