import Kubernetes

/// A role that every cluster has, read from a compact notation.
///
///     registry-editor > edit            name, and the aggregated roles that gather it
///       + registry-viewer               all rules of a role above
///       RW img imagestreams             verbs, group, resources: R reads, W writes, others by name with commas
///       get core namespaces
///       get user users =~               only the objects of these names
///       get path /healthz /healthz/     paths
///     edit < edit > admin               gathers what is marked for `edit`
struct BootstrapRole: Sendable, Equatable {
    let name: String
    /// The aggregated roles that gather this one.
    var gatheredBy: [String] = []
    /// Which marks this one gathers; empty for a plain role.
    var gathers: [String] = []
    var rules: [PolicyRule] = []

    private static let read = ["get", "list", "watch"]
    private static let write = ["create", "delete", "deletecollection", "patch", "update"]
    /// Short names of groups; OpenShift's have their resources in the core group too, as before they had groups.
    private static let groups: [String: [String]] = [
        "core": [""], "all": ["*"], "rbac": [RBACResource.group],
        "authz": ["authorization.k8s.io"], "authn": ["authentication.k8s.io"],
        "img": ["", "image.openshift.io"], "proj": ["", "project.openshift.io"],
        "auth": ["", "authorization.openshift.io"], "build": ["", "build.openshift.io"],
        "apps.os": ["", "apps.openshift.io"], "route": ["", "route.openshift.io"],
        "tmpl": ["", "template.openshift.io"], "quota": ["", "quota.openshift.io"],
        "user": ["", "user.openshift.io"], "oauth": ["", "oauth.openshift.io"],
        "sec": ["", "security.openshift.io"],
        "apps": ["apps"], "batch": ["batch"], "autoscaling": ["autoscaling"], "policy": ["policy"],
        "extensions": ["extensions"],
    ]

    private init(name: String) { self.name = name }

    /// The roles of a text in this notation; nil when a line is malformed.
    static func roles(_ text: String) -> [BootstrapRole]? {
        var roles: [BootstrapRole] = []
        for line in text.split(separator: "\n") where line.first != "#" {
            let words = line.split(separator: " ").map(String.init)
            if line.first != " " {
                guard let role = heading(words) else { return nil }
                roles.append(role)
            } else if words.first == "+" {
                guard let other = roles.first(where: { $0.name == words.last }), !roles.isEmpty else { return nil }
                roles[roles.count - 1].rules += other.rules
            } else {
                guard let rule = rule(words), !roles.isEmpty else { return nil }
                roles[roles.count - 1].rules.append(rule)
            }
        }
        return roles
    }

    private static func heading(_ words: [String]) -> BootstrapRole? {
        guard let name = words.first else { return nil }
        var role = BootstrapRole(name: name)
        var gathers: Bool?
        for word in words.dropFirst() {
            switch (word, gathers) {
            case ("<", _): gathers = true
            case (">", _): gathers = false
            case (_, true?): role.gathers.append(word)
            case (_, false?): role.gatheredBy.append(word)
            case (_, nil): return nil
            }
        }
        return role
    }

    private static func rule(_ words: [String]) -> PolicyRule? {
        guard words.count >= 3 else { return nil }
        let verbs: [String] =
            switch words[0] {
            case "R": read
            case "W": write
            case "RW": read + write
            default: words[0].split(separator: ",").map(String.init)
            }
        guard words[1] != "path" else { return PolicyRule(verbs, paths: Array(words[2...])) }
        var named: [String] = []
        for group in words[1].split(separator: "+").map(String.init) {
            guard let known = groups[group] ?? (group.contains(".") ? [group] : nil) else { return nil }
            named += known
        }
        let names = words[2...].filter { $0.hasPrefix("=") }.map { String($0.dropFirst()) }
        return PolicyRule(verbs, groups: named, resources: words[2...].filter { !$0.hasPrefix("=") }, names: names)
    }

    /// The ClusterRole as it is created.
    var json: JSONValue {
        var role: JSONValue = [
            "apiVersion": "rbac.authorization.k8s.io/v1", "kind": "ClusterRole",
            "metadata": ["name": .string(name)],
        ]
        if !gathers.isEmpty {
            let selectors = gathers.map { name in
                JSONValue.object(JSONObject([("matchLabels", JSONValue(stringMap: [Self.mark(name): "true"]))]))
            }
            role.set(.array(selectors), at: ["aggregationRule", "clusterRoleSelectors"])
        }
        role.set(.array(rules.map(\.json)), at: ["rules"])
        BootstrapPolicy.mark(&role, labels: gatheredBy.map(Self.mark))
        return role
    }

    /// The label of roles that an aggregated role gathers.
    static func mark(_ name: String) -> String { "rbac.authorization.k8s.io/aggregate-to-\(name)" }
}
