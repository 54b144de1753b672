import Kubernetes

/// The names of what is asked for, limited and counted.
///
/// <https://kubernetes.io/docs/concepts/policy/resource-quotas/>
enum ResourceNames {
    private static let amounts = ["cpu", "memory", "ephemeral-storage"]
    private static let counts = [
        "pods", "services", "replicationcontrollers", "resourcequotas", "secrets", "configmaps",
        "persistentvolumeclaims", "services.nodeports", "services.loadbalancers",
    ]

    /// Known without a prefix.
    static func isStandard(_ name: String) -> Bool {
        isForContainers(name) || isForQuotas(name)
    }

    /// What every node has.
    static func isForContainers(_ name: String) -> Bool { amounts.contains(name) || isHugePages(name) }

    /// What a quota may hold: amounts that are requested or limited, and counts of some kinds.
    static func isForQuotas(_ name: String) -> Bool {
        let asked = ["requests.", "limits."].compactMap { name.hasPrefix($0) ? String(name.dropFirst($0.count)) : nil }
        return counts.contains(name) || name == "storage" || name == "requests.storage" || isForContainers(name)
            || asked.contains(where: isForContainers)
    }

    static func isHugePages(_ name: String) -> Bool { name.hasPrefix("hugepages-") }

    /// Something with a prefix that is not Kubernetes' own: `example.com/gpu`.
    static func isExtended(_ name: String) -> Bool {
        name.utf8.contains(UInt8(ascii: "/")) && !name.contains("kubernetes.io/") && !name.hasPrefix("requests.")
    }

    /// Whether only whole numbers of it make sense.
    static func isCounted(_ name: String) -> Bool { counts.contains(name) || isExtended(name) }

    /// What is wrong with a name of one that a container asks for.
    static func containerProblems(_ name: String, _ field: String) -> [Status.Cause] {
        problems(name, field, "must be a standard resource for containers", isForContainers)
    }

    /// What is wrong with a name of one that a quota holds.
    static func quotaProblems(_ name: String, _ field: String) -> [Status.Cause] {
        problems(name, field, "must be a standard resource for quota", isForQuotas)
    }

    private static func problems(
        _ name: String,
        _ field: String,
        _ why: String,
        _ fits: (String) -> Bool
    ) -> [Status.Cause] {
        let malformed = FieldRules.name(name, field, NameFormat.qualifiedNameProblems)
        guard malformed.isEmpty else { return malformed }
        guard !name.utf8.contains(UInt8(ascii: "/")) else { return [] }
        var causes: [Status.Cause] = []
        if !isStandard(name) {
            causes.append(.invalid(field, name, "must be a standard resource type or fully qualified"))
        }
        if !fits(name) { causes.append(.invalid(field, name, why)) }
        return causes
    }
}
