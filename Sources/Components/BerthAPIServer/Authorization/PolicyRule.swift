import Kubernetes

/// One rule of a role: which verbs it allows on which resources or paths; `*` is everything.
///
/// `rbac.authorization.k8s.io/v1 PolicyRule`.
struct PolicyRule: Sendable, Hashable {
    var verbs: [String]
    var apiGroups: [String] = []
    /// `pods`, `pods/log`, `*`, `*/scale`.
    var resources: [String] = []
    /// Empty for all objects.
    var resourceNames: [String] = []
    /// `/healthz`, `/apis/*`.
    var nonResourceURLs: [String] = []

    /// A rule on resources.
    init(_ verbs: [String], groups: [String], resources: [String], names: [String] = []) {
        (self.verbs, apiGroups, self.resources, resourceNames) = (verbs, groups, resources, names)
    }

    /// A rule on paths.
    init(_ verbs: [String], paths: [String]) { (self.verbs, nonResourceURLs) = (verbs, paths) }

    /// Reads the rule; what is no list of strings counts as empty.
    init(_ json: JSONValue) {
        verbs = json["verbs"]?.strings ?? []
        apiGroups = json["apiGroups"]?.strings ?? []
        resources = json["resources"]?.strings ?? []
        resourceNames = json["resourceNames"]?.strings ?? []
        nonResourceURLs = json["nonResourceURLs"]?.strings ?? []
    }

    /// The rules of a Role or ClusterRole.
    static func rules(of role: JSONValue) -> [PolicyRule] { role["rules"]?.array?.map(PolicyRule.init) ?? [] }

    /// Everything on resources and paths.
    static let everything = [
        PolicyRule(["*"], groups: ["*"], resources: ["*"]), PolicyRule(["*"], paths: ["*"]),
    ]

    /// The rule as an API object holds it, without empty lists.
    var json: JSONValue {
        var json: JSONValue = ["verbs": JSONValue(strings: verbs)]
        for (name, list) in [
            ("apiGroups", apiGroups), ("resources", resources), ("resourceNames", resourceNames),
            ("nonResourceURLs", nonResourceURLs),
        ] where !list.isEmpty { json.set(JSONValue(strings: list), at: [name]) }
        return json
    }

    /// The rule as refusals show it: `{APIGroups:[""], Resources:["pods"], Verbs:["get"]}`.
    var compactText: String {
        let parts = [
            ("APIGroups", apiGroups), ("Resources", resources), ("NonResourceURLs", nonResourceURLs),
            ("ResourceNames", resourceNames), ("Verbs", verbs),
        ]
        let texts = parts.filter { !$0.1.isEmpty }.map { "\($0.0):\($0.1.quoted)" }
        return "{" + texts.joined(separator: ", ") + "}"
    }
}

extension PolicyRule {
    /// Whether the rule allows what is asked; `attributes` are split (``AccessAttributes/split``).
    ///
    /// <https://kubernetes.io/docs/reference/access-authn-authz/rbac/#referring-to-resources>: a rule with names
    /// allows nothing that has no name.
    func allows(_ attributes: AccessAttributes) -> Bool {
        guard verbs.holds(attributes.verb) || verbs.holdsWildcard else { return false }
        if let path = attributes.path { return nonResourceURLs.contains { Self.path($0, covers: path) } }
        guard apiGroups.holds(attributes.group) || apiGroups.holdsWildcard else { return false }
        guard resources.contains(where: { Self.resource($0, covers: attributes) }) else { return false }
        return resourceNames.isEmpty || resourceNames.holds(attributes.name)
    }

    private static func resource(_ pattern: String, covers attributes: AccessAttributes) -> Bool {
        if pattern.hasSameBytes(as: "*") { return true }
        let (resource, subresource) = (attributes.resource.utf8, attributes.subresource.utf8)
        if subresource.isEmpty { return pattern.hasSameBytes(as: attributes.resource) }
        guard let slash = pattern.utf8.firstIndex(of: UInt8(ascii: "/")) else { return false }
        let (left, right) = (pattern.utf8[..<slash], pattern.utf8[pattern.utf8.index(after: slash)...])
        guard right.elementsEqual(subresource) else { return false }
        return left.elementsEqual(resource) || left.elementsEqual("*".utf8)
    }

    /// Whether a pattern (`*`, `/healthz`, `/apis/*`) covers a path or a narrower pattern.
    static func path(_ pattern: String, covers path: String) -> Bool {
        guard pattern.utf8.last == UInt8(ascii: "*") else { return pattern.hasSameBytes(as: path) }
        return path.utf8.starts(with: pattern.utf8.dropLast())
    }
}
