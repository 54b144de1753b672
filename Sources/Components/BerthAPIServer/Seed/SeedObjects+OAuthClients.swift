import Kubernetes

/// The OAuth clients that every cluster has (reference 7.4).
extension SeedObjects {
    static func clients(_ settings: SeedSettings) -> [JSONValue] {
        func client(_ name: String, secret: Bool, _ redirects: [String], challenges: Bool = false) -> JSONValue {
            var members: JSONValue = ["grantMethod": "auto", "redirectURIs": JSONValue(strings: redirects)]
            if secret { members.set(.string(Base64URL.random()), at: ["secret"]) }
            if challenges { members.set(true, at: ["respondWithChallenges"]) }
            return SeedPlanter.object("oauth.openshift.io/v1", "OAuthClient", name, members)
        }
        return [
            client("openshift-browser-client", secret: true, ["\(settings.issuer)/oauth/token/display"]),
            client(
                "openshift-challenging-client",
                secret: false,
                ["\(settings.issuer)/oauth/token/implicit"],
                challenges: true
            ),
            client("openshift-cli-client", secret: false, ["http://127.0.0.1/callback", "http://[::1]/callback"]),
            client("console", secret: true, ["\(settings.console)/auth/callback"]),
        ]
    }

    /// Creates a client, or adds the addresses it has to know by now.
    static func plant(_ client: JSONValue, _ planter: SeedPlanter) async throws {
        let planted = try await planter.plant(KnownResource.oauthClients, client)
        let wanted = client["redirectURIs"]?.strings ?? []
        guard !Set(wanted).isSubset(of: planted["redirectURIs"]?.strings ?? []) else { return }
        _ = try await planter.objects.update(
            KnownResource.oauthClients,
            namespace: "",
            name: client.name,
            subresource: nil
        ) { current in
            let present = current["redirectURIs"]?.strings ?? []
            let missing = wanted.filter { !present.contains($0) }
            guard !missing.isEmpty else { return nil }
            var changed = current
            changed.set(JSONValue(strings: present + missing), at: ["redirectURIs"])
            return changed
        }
    }
}
