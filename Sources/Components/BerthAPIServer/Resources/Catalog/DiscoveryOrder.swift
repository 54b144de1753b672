/// In which order groups and versions are shown: a short name goes to the first group that has it (reference 3.1).
enum DiscoveryOrder {
    /// Kubernetes' own groups, the groups of OpenShift's own servers, then those that are custom resources there.
    private static let groups: [String: Int] = Dictionary(
        uniqueKeysWithValues: [
            "", "apps", "autoscaling", "batch", "rbac.authorization.k8s.io", "authorization.k8s.io",
            "authentication.k8s.io", "networking.k8s.io", "policy", "discovery.k8s.io", "coordination.k8s.io",
            "storage.k8s.io", "scheduling.k8s.io", "events.k8s.io", "extensions", "apiextensions.k8s.io",
            "admissionregistration.k8s.io",
            "apiregistration.k8s.io",
            "project.openshift.io", "image.openshift.io", "route.openshift.io", "user.openshift.io",
            "oauth.openshift.io", "authorization.openshift.io", "quota.openshift.io", "security.openshift.io",
            "config.openshift.io", "imageregistry.operator.openshift.io", "operator.openshift.io",
            "console.openshift.io",
        ].enumerated().map { ($1, $0) }
    )

    /// Whether `left` is listed before `right`; groups of custom resources come last, by name.
    static func precedes(_ left: String, _ right: String) -> Bool {
        switch (groups[left], groups[right]) {
        case (let left?, let right?): left < right
        case (_?, nil): true
        case (nil, _?): false
        case (nil, nil): left < right
        }
    }

    /// Whether a version is preferred: stable before beta before alpha, the higher first, odd names last
    /// (Kubernetes' rule for versions of custom resources).
    static func isPreferred(version left: String, to right: String) -> Bool {
        switch (rank(left), rank(right)) {
        case (let left?, let right?): left.lexicographicallyPrecedes(right)
        case (_?, nil): true
        case (nil, _?): false
        case (nil, nil): left < right
        }
    }

    /// Smaller is better: stability, then negated major and minor.
    private static func rank(_ version: String) -> [Int]? {
        guard version.utf8.first == UInt8(ascii: "v") else { return nil }
        let body = version.dropFirst()
        let digits = body.prefix { $0.isASCII && $0.isNumber }
        guard let major = Int(digits) else { return nil }
        let rest = body.dropFirst(digits.count)
        if rest.isEmpty { return [0, -major, 0] }
        for (stability, word) in [(1, "beta"), (2, "alpha")] where rest.hasPrefix(word) {
            guard let minor = Int(rest.dropFirst(word.count)), minor >= 0 else { return nil }
            return [stability, -major, -minor]
        }
        return nil
    }
}
