import Kubernetes

/// Who may be bound in a project that restricts it: `authorization.openshift.io/v1 RoleBindingRestriction`.
///
/// <https://docs.okd.io/latest/rest_api/role_apis/rolebindingrestriction-authorization-openshift-io-v1.html>. Without
/// restrictions everybody may be bound; else each new subject has to be allowed by one of them.
struct BindingRestrictions: Admission {
    private static let resource = GroupResource(group: LegacyRole.group, resource: "rolebindingrestrictions")

    let objects: any LocalObjects

    func admit(_ write: inout AdmittedWrite) async throws {
        guard write.operation != .delete, write.subresource == nil,
            write.kind.groupResource == KnownResource.roleBindings
        else { return }
        let namespace = write.object.namespace
        let before = write.operation == .update ? Self.subjects(of: write.old ?? .null) : []
        let added = Self.subjects(of: write.object).filter { !before.contains($0) }
        guard !added.isEmpty else { return }
        let restrictions = try await objects.list(Self.resource, namespace: namespace)
        guard !restrictions.isEmpty else { return }
        var refused: [String] = []
        for subject in added where try await !isAllowed(subject, by: restrictions, in: namespace) {
            let name = subject["name"]?.string ?? ""
            refused.append(
                "rolebindings to \(subject.kind) \(name.quoted) are not allowed in project \(namespace.quoted)"
            )
        }
        guard refused.isEmpty else {
            let why = refused.count == 1 ? refused[0] : "[\(refused.joined(separator: ", "))]"
            throw Status.forbidden(write.kind.groupResource, name: write.object.name, why)
        }
    }

    private static func subjects(of binding: JSONValue) -> [JSONValue] { binding["subjects"]?.array ?? [] }

    private func isAllowed(
        _ subject: JSONValue,
        by restrictions: [JSONValue],
        in namespace: String
    ) async throws -> Bool {
        for restriction in restrictions {
            let spec = restriction["spec"]
            let isAllowed =
                switch subject.kind {
                case "User": try await allowsUser(subject, spec?["userrestriction"])
                case "Group": try await allowsGroup(subject, spec?["grouprestriction"])
                case "ServiceAccount": allowsAccount(subject, spec?["serviceaccountrestriction"], in: namespace)
                default: false
                }
            if isAllowed { return true }
        }
        return false
    }

    /// By name, by a group, or by the labels of the user; a service account may be named as the user that it acts as.
    private func allowsUser(_ subject: JSONValue, _ restriction: JSONValue?) async throws -> Bool {
        guard let restriction, !restriction.isNull, let name = subject["name"]?.string else { return false }
        if restriction["users"]?.strings.holds(name) ?? false { return true }
        for group in restriction["groups"]?.strings ?? [] {
            let found = try await objects.get(IdentityDirectory.groups, namespace: "", name: group)
            if found?["users"]?.strings.holds(name) ?? false { return true }
        }
        return try await hasLabels(IdentityDirectory.users, name, restriction)
    }

    private func allowsGroup(_ subject: JSONValue, _ restriction: JSONValue?) async throws -> Bool {
        guard let restriction, !restriction.isNull, let name = subject["name"]?.string else { return false }
        if restriction["groups"]?.strings.holds(name) ?? false { return true }
        return try await hasLabels(IdentityDirectory.groups, name, restriction)
    }

    private func allowsAccount(_ subject: JSONValue, _ restriction: JSONValue?, in own: String) -> Bool {
        guard let restriction, !restriction.isNull, let name = subject["name"]?.string else { return false }
        func named(_ reference: JSONValue) -> String {
            let text = reference["namespace"]?.string ?? ""
            return text.isEmpty ? own : text
        }
        let namespace = named(subject)
        if restriction["namespaces"]?.strings.holds(namespace) ?? false { return true }
        return (restriction["serviceaccounts"]?.array ?? []).contains {
            let allowed = ServiceAccountName(namespace: named($0), name: $0["name"]?.string ?? "")
            return allowed.username.hasSameBytes(as: ServiceAccountName(namespace: namespace, name: name).username)
        }
    }

    /// Whether one of the restriction's selectors selects the object.
    private func hasLabels(_ resource: GroupResource, _ name: String, _ restriction: JSONValue) async throws -> Bool {
        let selectors = (restriction["labels"]?.array ?? []).compactMap { try? LabelSelector(object: $0) }
        guard !selectors.isEmpty, let object = try await objects.get(resource, namespace: "", name: name) else {
            return false
        }
        return selectors.contains { $0.matches(object.labels) }
    }
}
