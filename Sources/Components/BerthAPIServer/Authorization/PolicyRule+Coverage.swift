/// Whether rules hold everything that other rules grant.
extension PolicyRule {
    /// More single permissions than this are not compared: nobody writes such a role but to keep a server busy.
    static let comparisonLimit = 100_000

    /// What of `wanted` is not held by `held`, in its smallest parts and unordered; nil when there are too many parts.
    ///
    /// Each part (one verb on one resource of one group, or on one path) is held by one rule or not at all.
    static func missing(of wanted: [PolicyRule], heldBy held: [PolicyRule]) -> [PolicyRule]? {
        guard !everything.allSatisfy({ all in held.contains { $0.covers(part: all) } }) else { return [] }
        var missing: [PolicyRule] = []
        var count = 0
        for rule in wanted {
            guard let size = rule.partCount, count + size <= comparisonLimit else { return nil }
            count += size
            rule.forEachPart { part in
                if !held.contains(where: { $0.covers(part: part) }) { missing.append(part) }
            }
        }
        return missing
    }

    /// Rules for one resource and one name are put together, their verbs in one list.
    static func compact(_ rules: [PolicyRule]) -> [PolicyRule] {
        var compacted: [PolicyRule] = []
        var places: [PolicyRule: Int] = [:]
        for rule in rules {
            var key = rule
            key.verbs = []
            if rule.nonResourceURLs.isEmpty, let place = places[key] {
                compacted[place].verbs += rule.verbs.filter { !compacted[place].verbs.holds($0) }
            } else {
                places[key] = compacted.count
                compacted.append(rule)
            }
        }
        return compacted
    }

    /// nil when the number is beyond any limit.
    private var partCount: Int? {
        var count = apiGroups.count
        for factor in [resources.count, verbs.count, max(resourceNames.count, 1)] {
            let (product, isOverflow) = count.multipliedReportingOverflow(by: factor)
            guard !isOverflow else { return nil }
            count = product
        }
        let (paths, isOverflow) = nonResourceURLs.count.multipliedReportingOverflow(by: verbs.count)
        let (sum, isSumOverflow) = count.addingReportingOverflow(paths)
        return isOverflow || isSumOverflow ? nil : sum
    }

    private func forEachPart(_ body: (PolicyRule) -> Void) {
        for verb in verbs {
            for group in apiGroups {
                for resource in resources {
                    guard !resourceNames.isEmpty else {
                        body(PolicyRule([verb], groups: [group], resources: [resource]))
                        continue
                    }
                    for name in resourceNames {
                        body(PolicyRule([verb], groups: [group], resources: [resource], names: [name]))
                    }
                }
            }
            for path in nonResourceURLs { body(PolicyRule([verb], paths: [path])) }
        }
    }

    /// Whether this rule holds a part as ``forEachPart(_:)`` makes them.
    private func covers(part: PolicyRule) -> Bool {
        guard verbs.holdsWildcard || part.verbs.allSatisfy(verbs.holds) else { return false }
        guard part.nonResourceURLs.isEmpty else {
            return part.nonResourceURLs.allSatisfy { path in
                nonResourceURLs.contains { Self.path($0, covers: path) }
            }
        }
        guard apiGroups.holdsWildcard || part.apiGroups.allSatisfy(apiGroups.holds) else { return false }
        guard part.resources.allSatisfy(covers(resource:)) else { return false }
        guard !resourceNames.isEmpty else { return true }
        return !part.resourceNames.isEmpty && part.resourceNames.allSatisfy(resourceNames.holds)
    }

    private func covers(resource: String) -> Bool {
        if resources.holdsWildcard || resources.holds(resource) { return true }
        guard let slash = resource.utf8.firstIndex(of: UInt8(ascii: "/")) else { return false }
        return resources.holds("*" + resource[slash...])
    }
}
