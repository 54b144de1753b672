import Kubernetes

extension Columns {
    static let roleBindings: [TableColumn] = [
        name,
        made("Role", "The role that is granted.") { binding, _ in
            let role = binding["roleRef"]
            return "\(Cell.text(role?["kind"]))/\(Cell.text(role?["name"]))"
        },
        age,
        made("Users", wide: true, "Users who have it.") { binding, _ in subjects(binding, "User") },
        made("Groups", wide: true, "Groups that have it.") { binding, _ in subjects(binding, "Group") },
        made("ServiceAccounts", wide: true, "Service accounts that have it.") { binding, _ in
            subjects(binding, "ServiceAccount")
        },
    ]

    private static func subjects(_ binding: JSONValue, _ kind: String) -> String {
        (binding["subjects"]?.array ?? []).filter { $0.kind == kind }.map { subject in
            let name = Cell.text(subject["name"])
            return kind == "ServiceAccount" ? "\(Cell.text(subject["namespace"]))/\(name)" : name
        }.joined(separator: ", ")
    }

    static let users: [TableColumn] = [
        name, made("UID", "Unique identifier.") { user, _ in user.uid }, text("Full Name", "fullName"),
        made("Identities", "Identities that log in as this user.") { user, _ in
            (user["identities"]?.strings ?? []).joined(separator: ", ")
        },
    ]

    static let identities: [TableColumn] = [
        name, text("IDP Name", "providerName"), text("IDP User Name", "providerUserName"),
        text("User Name", "user", "name"), text("User UID", "user", "uid"),
    ]

    static let groups: [TableColumn] = [
        name, made("Users", "Members.") { group, _ in (group["users"]?.strings ?? []).joined(separator: ", ") },
    ]

    static let oauthTokens: [TableColumn] = [
        name, text("User Name", "userName"), text("Client Name", "clientName"),
        made("Created") { token, _ in token.creationTimestamp ?? "<unknown>" },
        made("Expires") { token, _ in
            guard let seconds = token["expiresIn"]?.integer, seconds > 0 else { return "never" }
            guard let created = token.creationTimestamp.flatMap({ RFC3339.seconds(parsing: $0) }) else {
                return "<unknown>"
            }
            return RFC3339.text(seconds: created + Double(seconds))
        },
        text("Redirect URI", "redirectURI"),
        made("Scopes") { token, _ in (token["scopes"]?.strings ?? []).joined(separator: ",") },
    ]

    static let oauthClients: [TableColumn] = [
        name,
        // the real server shows the secret itself
        made("Secret", "Whether the client has a secret.") { client, _ in
            Cell.text(client["secret"]).isEmpty ? "" : "<hidden>"
        },
        TableColumn("WWW-Challenge", type: "boolean") { client, _ in
            .bool(client["respondWithChallenges"]?.bool ?? false)
        },
        made("Token-Max-Age") { client, _ in
            switch client["accessTokenMaxAgeSeconds"]?.integer {
            case nil: return "default"
            case 0: return "unexpiring"
            case let seconds?: return HumanDuration.text(seconds: Double(max(0, seconds)))
            }
        },
        made("Redirect URIs") { client, _ in (client["redirectURIs"]?.strings ?? []).joined(separator: ",") },
    ]

    static let oauthClientAuthorizations: [TableColumn] = [
        name, text("User Name", "userName"), text("Client Name", "clientName"),
        made("Scopes") { object, _ in (object["scopes"]?.strings ?? []).joined(separator: ",") },
    ]
}
