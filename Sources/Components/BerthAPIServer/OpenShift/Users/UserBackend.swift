import Kubernetes

/// `users`, where `~` is whoever asks (reference 7.5).
struct UserBackend: ForwardingBackend {
    let inner: any ResourceBackend

    /// The caller's own User with the groups of the request; a virtual one when none is stored.
    func get(_ name: String, _ request: ResourceRequest) async throws -> JSONValue {
        guard name == "~" else { return try await inner.get(name, request) }
        let user = request.user
        guard !user.username.isEmpty, user.username != UserInfo.anonymous.username else {
            throw Status.forbidden(KnownResource.users, name: "~", "requests to ~ must be authenticated")
        }
        let groups = JSONValue(strings: Set(user.groups).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) })
        var virtual: JSONValue = [
            "kind": "User", "apiVersion": "user.openshift.io/v1", "metadata": ["name": .string(user.username)],
            "identities": .null, "groups": groups,
        ]
        if !user.uid.isEmpty { virtual.set(.string(user.uid), at: ["metadata", "uid"]) }
        guard UserRules.nameProblem(user.username) == nil else { return virtual }
        do {
            var stored = try await inner.get(user.username, request)
            stored.set(groups, at: ["groups"])
            // What the request was decided on counts, even when the User is another one by now.
            if !user.uid.isEmpty { stored.set(.string(user.uid), at: ["metadata", "uid"]) }
            return stored
        } catch let status as Status where status.code == 404 {
            return virtual
        }
    }
}
