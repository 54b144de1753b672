import Kubernetes

/// The rules of OAuth clients, tokens and authorizations, and of groups.
enum OAuthObjectRules {
    /// Seconds below which a token without use would end while somebody works.
    static let inactivityFloorSeconds: Int64 = 300

    static let clients = KindRules(
        nameRule: .pathSegment,
        problems: { client, _ in
            var causes: [Status.Cause] = []
            for (index, uri) in (client["redirectURIs"]?.strings ?? []).enumerated() {
                if let problem = uriProblem(uri) { causes.append(.invalid("redirectURIs[\(index)]", uri, problem)) }
            }
            causes += FieldRules.oneOf(client["grantMethod"], ["auto", "prompt"], "grantMethod")
            causes += inactivity(client["accessTokenInactivityTimeoutSeconds"], "accessTokenInactivityTimeoutSeconds")
            causes += FieldRules.notNegative(client, "accessTokenMaxAgeSeconds")
            for (index, restriction) in (client["scopeRestrictions"]?.array ?? []).enumerated() {
                let hasLiterals = !(restriction["literals"]?.strings.isEmpty ?? true)
                let hasRoles = restriction["clusterRole"]?.object != nil
                if hasLiterals == hasRoles {
                    causes.append(
                        .invalid("scopeRestrictions[\(index)]", "", "exactly one of literals, clusterRole is required")
                    )
                }
            }
            return causes
        }
    )

    static let tokens = KindRules(
        nameRule: .pathSegment,
        problems: { token, old in
            var causes: [Status.Cause] = []
            for name in ["clientName", "userName", "userUID"] { causes += FieldRules.required(token[name], name) }
            if token["scopes"]?.strings.isEmpty ?? true { causes.append(.required("scopes")) }
            causes += FieldRules.notNegative(token, "expiresIn")
            guard let old else { return causes }
            for name in ["clientName", "userName", "userUID", "redirectURI", "scopes", "expiresIn"]
            where token[name] != old[name] { causes.append(.forbidden(name, "attempt to change immutable field")) }
            return causes
        }
    )

    static let authorizations = KindRules(
        nameRule: .pathSegment,
        problems: { object, _ in
            var causes: [Status.Cause] = []
            for name in ["clientName", "userName", "userUID"] { causes += FieldRules.required(object[name], name) }
            if object["scopes"]?.strings.isEmpty ?? true { causes.append(.required("scopes")) }
            let expected = "\(Cell.text(object["userName"])):\(Cell.text(object["clientName"]))"
            if causes.isEmpty, object.name != expected {
                causes.append(.invalid("metadata.name", object.name, "must be in the format <userName>:<clientName>"))
            }
            return causes
        }
    )

    static let groups = KindRules(
        nameRule: .pathSegment,
        problems: { group, _ in
            var causes: [Status.Cause] = []
            if let problem = UserRules.nameProblem(group.name) {
                causes.append(.invalid("metadata.name", group.name, problem))
            }
            for (index, user) in (group["users"]?.strings ?? []).enumerated() {
                if let problem = UserRules.nameProblem(user) {
                    causes.append(.invalid("users[\(index)]", user, problem))
                }
            }
            return causes
        }
    )

    static func inactivity(_ value: JSONValue?, _ field: String) -> [Status.Cause] {
        guard let seconds = value?.integer, seconds != 0, seconds < inactivityFloorSeconds else { return [] }
        return [
            .unquoted(
                field,
                String(seconds),
                "cannot be less than the minimum timeout value of \(inactivityFloorSeconds) seconds"
            )
        ]
    }

    /// Why nobody can be sent to an address, of any scheme; nil when somebody can.
    static func uriProblem(_ text: String) -> String? {
        guard let colon = text.firstIndex(of: ":"), colon != text.startIndex,
            text[..<colon].allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || "+-.".contains($0)) }),
            text.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7F })
        else { return "must be an absolute URI" }
        if text.contains("#") { return "may not contain a fragment" }
        let segments = text[colon...].split(separator: "/")
        return segments.contains { $0 == "." || $0 == ".." } ? "may not contain '.' or '..' segments" : nil
    }
}
