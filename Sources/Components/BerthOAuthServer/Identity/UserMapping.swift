import Kubernetes
import KubernetesClient

/// Finds or makes the User of an identity, as its provider's mapping method says.
///
/// First the User is written, then the Identity that names it. Two logins at once, or a crash in between, leave what the next login
/// completes: nothing is made twice.
struct UserMapping: Sendable {
    let client: KubernetesClient

    private static let attemptLimit = 6
    private static let generatedNamesLimit = 100

    /// The user of an identity.
    ///
    /// - Throws: `mapping` when the method forbids it, ``KubernetesClientError``.
    func user(for identity: ProvidedIdentity, method: MappingMethod) async throws -> KnownUser {
        if let uid = identity.bootstrapUID { return KnownUser(name: identity.userName, uid: uid) }
        var attempt = 1
        while true {
            do {
                return try await userOnce(for: identity, method)
            } catch let error as KubernetesClientError
                where (error.isConflict || error.isAlreadyExists || error.isNotFound) && attempt < Self.attemptLimit
            {
                // somebody else was faster: look again at what is there now
                attempt += 1
            } catch let error as KubernetesClientError where error.status?.reason == "Invalid" {
                throw OAuthServerError.mapping(error.status?.message ?? "")
            }
        }
    }

    private func userOnce(for identity: ProvidedIdentity, _ method: MappingMethod) async throws -> KnownUser {
        if let object = try await client.find(.identities, name: identity.identityName) {
            return try await mappedUser(object)
        }
        guard method != .lookup else {
            throw OAuthServerError.mapping("lookup of user for \"\(identity.identityName)\" failed")
        }
        let preferred = identity.preferredUserName ?? identity.userName
        guard Self.isUserName(preferred) else {
            throw OAuthServerError.mapping("User.user.openshift.io \"\(preferred)\" is invalid: metadata.name")
        }
        let user = try await newUser(for: identity, preferred: preferred, method)
        var object: JSONValue = [
            "kind": "Identity", "apiVersion": "user.openshift.io/v1",
            "metadata": ["name": .string(identity.identityName)],
            "providerName": .string(identity.providerName),
            "providerUserName": .string(identity.encodedUserName),
            "user": ["name": .string(user.name), "uid": .string(user.uid)],
        ]
        var extra: [String: String] = [:]
        extra["preferred_username"] = identity.preferredUserName
        extra["name"] = identity.fullName
        if !extra.isEmpty { object.set(JSONValue(stringMap: extra), at: ["extra"]) }
        _ = try await client.create(.identities, object)
        return user
    }

    /// Whether a user may have this name: `~` would be whoever asks, and the others no single object.
    private static func isUserName(_ name: String) -> Bool {
        !["", "~", ".", ".."].contains(name) && !name.utf8.contains { "/%:".utf8.contains($0) }
    }

    /// The user that an Identity names, if that user names the Identity too.
    private func mappedUser(_ identity: JSONValue) async throws -> KnownUser {
        let failure = OAuthServerError.mapping("lookup of user for \"\(identity.name)\" failed")
        guard let name = identity[path: "user", "name"]?.string, Self.isUserName(name),
            let user = try await client.find(.users, name: name),
            identity[path: "user", "uid"]?.string == user.uid,
            user["identities"]?.strings.contains(where: { $0.utf8.elementsEqual(identity.name.utf8) }) ?? false
        else { throw failure }
        return KnownUser(name: user.name, uid: user.uid)
    }

    private func newUser(
        for identity: ProvidedIdentity,
        preferred: String,
        _ method: MappingMethod
    ) async throws -> KnownUser {
        for number in 1...Self.generatedNamesLimit {
            let name = number == 1 ? preferred : "\(preferred)\(number)"
            guard let user = try await client.find(.users, name: name) else {
                return try await create(name, for: identity)
            }
            guard user.name.utf8.elementsEqual(name.utf8) else {
                throw OAuthServerError.mapping("lookup of user \"\(name)\" failed")
            }
            let identities = user["identities"]?.strings ?? []
            if identities.contains(where: { $0.utf8.elementsEqual(identity.identityName.utf8) }) {
                return KnownUser(name: user.name, uid: user.uid)
            }
            switch method {
            case .generate: continue
            case .claim where !identities.isEmpty:
                throw OAuthServerError.mapping(
                    "user \"\(name)\" cannot be claimed by identity \"\(identity.identityName)\" because it is already "
                        + "mapped to [\(identities.joined(separator: " "))]"
                )
            case .claim, .add, .lookup:
                var changed = user
                changed.set(JSONValue(strings: identities + [identity.identityName]), at: ["identities"])
                // over the version that was read: whoever else claims it now makes this one look again
                let stored = try await client.update(.users, changed)
                return KnownUser(name: stored.name, uid: stored.uid)
            }
        }
        throw OAuthServerError.mapping("Could not create user, max attempts exceeded")
    }

    private func create(_ name: String, for identity: ProvidedIdentity) async throws -> KnownUser {
        var object: JSONValue = [
            "kind": "User", "apiVersion": "user.openshift.io/v1", "metadata": ["name": .string(name)],
        ]
        if let fullName = identity.fullName { object.set(.string(fullName), at: ["fullName"]) }
        object.set(JSONValue(strings: [identity.identityName]), at: ["identities"])
        let stored = try await client.create(.users, object)
        return KnownUser(name: stored.name, uid: stored.uid)
    }
}
