import Kubernetes

/// Users, identities, and what joins them.
extension OpenShiftResources {
    var users: [ServedResource] {
        var served: [ServedResource] = []
        if var user = Self.stored(KnownResource.users) {
            user.strategy = UserRules()
            served.append(ServedResource(user, .wrapped { UserBackend(inner: $0) }))
        }
        if var identity = Self.stored(KnownResource.identities) {
            identity.strategy = IdentityRules()
            served.append(ServedResource(identity))
        }
        var mapping = ResourceKind(
            UserIdentityMappingBackend.kind,
            resource: "useridentitymappings",
            isNamespaced: false
        )
        mapping.verbs = ["create", "delete", "get", "patch", "update"]
        mapping.strategy = IdentityMappingRules()
        mapping.columns = [
            ViewColumns.name, ViewColumns.text("Identity", "identity", "name"),
            ViewColumns.text("User Name", "user", "name"), ViewColumns.text("User UID", "user", "uid"),
        ]
        served.append(ServedResource(mapping, .virtual(UserIdentityMappingBackend(objects: objects))))
        return served
    }
}

/// What the machinery asks of `useridentitymappings` before their backend.
private struct IdentityMappingRules: ResourceStrategy {
    var nameRule: NameRule { .pathSegment }
    var allowsCreateOnUpdate: Bool { true }
    func derivedName(_ object: JSONValue) -> String? { object[path: "identity", "name"]?.string }
}
