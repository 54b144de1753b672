import Kubernetes

/// Writes when tokens with an inactivity limit were used last.
///
/// As OpenShift does: `inactivityTimeoutSeconds` of a token counts from its creation, and each use moves it on. It is
/// written again once a third of the limit has passed, and before a token would end that was used since.
struct TokenUses: Sendable {
    /// When a token was used last, and when it ends as it is written; in seconds since 1970.
    struct Use: Sendable, Hashable {
        var at: Double
        var end: Double
    }

    /// A token that ends within so many seconds is written for the least use.
    private static let margin = 30.0

    private static let clients = GroupResource(group: "oauth.openshift.io", resource: "oauthclients")
    private static let configuration = GroupResource(group: "config.openshift.io", resource: "oauths")

    let objects: any LocalObjects

    /// Writes the uses that are worth it, and answers those for which it is too early.
    ///
    /// A failure costs no more than that token's time.
    func write(_ uses: [String: Use], now: Double) async -> [String: Use] {
        var kept: [String: Use] = [:]
        for (name, use) in uses {
            guard let token = try? await objects.get(IdentityDirectory.accessTokens, namespace: "", name: name),
                let limit = try? await limitSeconds(client: token["clientName"]?.string ?? "")
            else { continue }
            let isDue = use.end - now <= Self.margin
            guard Self.moved(token, lastUse: use.at, limitSeconds: limit, isDue: isDue) != nil else {
                if !isDue { kept[name] = use }
                continue
            }
            _ = try? await objects.update(
                IdentityDirectory.accessTokens,
                namespace: "",
                name: name,
                subresource: nil
            ) { token in
                Self.moved(token, lastUse: use.at, limitSeconds: limit, isDue: isDue)
            }
        }
        return kept
    }

    /// The token with its limit moved on; nil when it is too early for that.
    ///
    /// Without a limit any more it stays as long as it lives.
    static func moved(_ token: JSONValue, lastUse: Double, limitSeconds: Int64, isDue: Bool = false) -> JSONValue? {
        guard let present = token["inactivityTimeoutSeconds"]?.integer, present > 0,
            let created = token.creationTimestamp.flatMap(RFC3339.seconds(parsing:)), lastUse > created,
            lastUse - created < 1e12
        else { return nil }
        var moved = token
        guard limitSeconds > 0 else {
            moved.set(0, at: ["inactivityTimeoutSeconds"])
            return moved
        }
        let end = Int64(lastUse - created) + limitSeconds
        guard end - present >= (isDue ? 1 : max(1, limitSeconds / 3)) else { return nil }
        moved.set(.integer(end), at: ["inactivityTimeoutSeconds"])
        return moved
    }

    /// The limit of a client, else that of the cluster; 0 for none, nil when it cannot be read.
    private func limitSeconds(client: String) async throws -> Int64? {
        if !client.isEmpty, let client = try await objects.get(Self.clients, namespace: "", name: client),
            let seconds = client["accessTokenInactivityTimeoutSeconds"]?.integer
        {
            return clamped(seconds)
        }
        let configuration = try await objects.get(Self.configuration, namespace: "", name: "cluster")
        let tokens = configuration?["spec"]?["tokenConfig"]
        if let text = tokens?["accessTokenInactivityTimeout"]?.string, !text.isEmpty {
            return DurationText.seconds(text).map { clamped(Int64($0)) }
        }
        return clamped(tokens?["accessTokenInactivityTimeoutSeconds"]?.integer ?? 0)
    }

    private func clamped(_ seconds: Int64) -> Int64 { min(max(seconds, 0), 1 << 32) }
}
