import Kubernetes

/// The rules of `oauths.config.openshift.io`: how people log in (reference 7.6).
enum OAuthConfigRules {
    /// The member that holds the settings of each type of provider.
    private static let members = [
        "BasicAuth": "basicAuth", "GitHub": "github", "GitLab": "gitlab", "Google": "google", "HTPasswd": "htpasswd",
        "Keystone": "keystone", "LDAP": "ldap", "OpenID": "openID", "RequestHeader": "requestHeader",
    ]
    private static let mappings = ["add", "claim", "lookup"]

    static let rules = KindRules(
        hasStatus: true,
        problems: { object, _ in
            var causes = ClusterRules.onlyCluster(object)
            var names: Set<String> = []
            for (index, provider) in (object[path: "spec", "identityProviders"]?.array ?? []).enumerated() {
                let field = "spec.identityProviders[\(index)]"
                let name = provider["name"]?.string ?? ""
                if !name.isEmpty, !names.insert(name).inserted {
                    causes.append(.invalid("\(field).name", name, "must have a unique name"))
                }
                causes += providerProblems(provider, field)
            }
            return causes + tokens(object[path: "spec", "tokenConfig"])
        },
        advice: { object in
            let providers = object[path: "spec", "identityProviders"]?.array ?? []
            return providers.enumerated().compactMap { index, provider in
                guard let type = provider["type"]?.string, type != "HTPasswd" else { return nil }
                let name = (provider["name"]?.string ?? "").quoted
                return
                    "spec.identityProviders[\(index)].type: \(type) is kept but not served yet: nobody logs in by \(name)"
            }
        }
    )

    private static func providerProblems(_ provider: JSONValue, _ field: String) -> [Status.Cause] {
        var causes: [Status.Cause] = []
        let name = provider["name"]?.string ?? ""
        if name.isEmpty {
            causes.append(.required("\(field).name"))
        } else {
            causes += FieldRules.name(name, "\(field).name", NameFormat.pathSegmentProblems)
            if name.utf8.contains(UInt8(ascii: ":")) {
                causes.append(.invalid("\(field).name", name, "may not contain \":\""))
            }
        }
        causes += FieldRules.oneOf(provider["mappingMethod"], mappings, "\(field).mappingMethod")
        let type = provider["type"]?.string ?? ""
        if type.isEmpty { return causes + [.required("\(field).type")] }
        guard let member = members[type] else {
            return causes + [.invalid("\(field).type", type, "not a valid provider type")]
        }
        guard let settings = provider[member], settings.object != nil else {
            return causes + [.required("\(field).\(member)", "must be specified when the type is \(type)")]
        }
        for (other, extra) in members.sorted(by: { $0.key < $1.key })
        where other != type && provider[extra]?.object != nil {
            causes.append(.forbidden("\(field).\(extra)", "may only be specified when the type is \(other)"))
        }
        return causes + settingsProblems(settings, type, "\(field).\(member)")
    }

    private static func settingsProblems(_ settings: JSONValue, _ type: String, _ field: String) -> [Status.Cause] {
        func need(_ path: String...) -> [Status.Cause] {
            FieldRules.required(settings.value(at: path), "\(field).\(path.joined(separator: "."))")
        }
        switch type {
        case "HTPasswd": return need("fileData", "name")
        case "OpenID": return need("clientID") + need("clientSecret", "name") + need("issuer")
        case "GitHub", "Google": return need("clientID") + need("clientSecret", "name")
        case "GitLab": return need("clientID") + need("clientSecret", "name") + need("url")
        case "LDAP", "BasicAuth", "Keystone": return need("url")
        default: return []
        }
    }

    private static func tokens(_ tokens: JSONValue?) -> [Status.Cause] {
        let field = "spec.tokenConfig"
        var causes = OAuthObjectRules.inactivity(
            tokens?["accessTokenInactivityTimeoutSeconds"],
            "\(field).accessTokenInactivityTimeoutSeconds"
        )
        if let age = tokens?["accessTokenMaxAgeSeconds"]?.integer, age < 0 {
            causes.append(
                .unquoted(
                    "\(field).accessTokenMaxAgeSeconds",
                    String(age),
                    "must be greater than or equal to 0"
                )
            )
        }
        guard let text = tokens?["accessTokenInactivityTimeout"]?.string, !text.isEmpty else { return causes }
        let place = "\(field).accessTokenInactivityTimeout"
        guard let seconds = DurationText.seconds(text) else {
            return causes + [.invalid(place, text, "must be a duration such as 5m or 300s")]
        }
        if seconds != 0, seconds < Double(OAuthObjectRules.inactivityFloorSeconds) {
            causes.append(
                .invalid(
                    place,
                    text,
                    "the minimum acceptable token timeout value is \(OAuthObjectRules.inactivityFloorSeconds) seconds"
                )
            )
        }
        return causes
    }
}
