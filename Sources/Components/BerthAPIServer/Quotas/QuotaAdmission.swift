import Kubernetes

/// Refuses what would exceed a quota of its namespace, and charges the quotas for what is created or grows.
///
/// <https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/#resourcequota>. Charging is a
/// compare-and-swap of the quota's status, so that of two writes for the last place one wins; a write that fails
/// afterwards is given back with the next count.
struct QuotaAdmission: Admission {
    let objects: any LocalObjects
    let counter: QuotaCounter

    private var limits: NamespaceLimits { counter.limits }

    func admit(_ write: inout AdmittedWrite) async throws {
        let usage = Self.usage(of: write)
        guard write.subresource == nil, write.kind.isNamespaced, !usage.isEmpty else { return }
        let namespace = write.object.namespace
        guard try await !limits.current(NamespaceLimits.quotas, in: namespace).isEmpty else { return }
        try await countFirst(namespace)
        guard let passage = await counter.gate.enter(namespace) else {
            throw Status.forbidden(
                write.kind.groupResource,
                name: write.object.name,
                "the quotas of the namespace are being counted, try again"
            )
        }
        let resource = write.kind.groupResource
        var charged: [JSONValue] = []
        for quota in try await limits.current(NamespaceLimits.quotas, in: namespace)
        where QuotaScope.holds(quota, write.object, resource) {
            let names = quota[path: "spec", "hard"]?.object?.names ?? []
            if write.operation == .create { try requireAmounts(names, quota, write) }
            if names.contains(where: { usage[$0] != nil }) { charged.append(quota) }
        }
        // all before any: what one refuses is charged to none
        for quota in charged {
            let current = try await objects.get(NamespaceLimits.quotas, namespace: namespace, name: quota.name)
            if let current { _ = try Self.charged(current, usage, write) }
        }
        guard !write.isDryRun else { return }
        let refused = write
        for quota in charged {
            _ = try await objects.update(
                NamespaceLimits.quotas,
                namespace: namespace,
                name: quota.name,
                subresource: "status"
            ) { current in
                try Self.charged(current, usage, refused)
            }
        }
        write.held.append(passage)
    }

    /// What a write takes more than before: all of what is created, and what a claim or a service grows by.
    private static func usage(of write: AdmittedWrite) -> [String: Quantity] {
        let resource = write.kind.groupResource
        let usage = QuotaUsage.usage(of: write.object, resource)
        guard write.operation != .create else { return usage }
        guard write.operation == .update, QuotaUsage.growing.contains(resource), let old = write.old else { return [:] }
        let before = QuotaUsage.usage(of: old, resource)
        return usage.reduce(into: [:]) { growth, amount in
            let more = amount.value - (before[amount.key] ?? .zero)
            if more > .zero { growth[amount.key] = more }
        }
    }

    /// A quota that is new, or limits something new, is counted before it counts.
    private func countFirst(_ namespace: String) async throws {
        let isNew = try await objects.list(NamespaceLimits.quotas, namespace: namespace).contains { quota in
            let used = quota[path: "status", "used"]?.object
            return (quota[path: "spec", "hard"]?.object?.names ?? []).contains { used?[$0] == nil }
        }
        if isNew { try await counter.count(namespace) }
    }

    /// Where a quota limits what pods ask for, each container has to say how much.
    private func requireAmounts(_ names: [String], _ quota: JSONValue, _ write: AdmittedWrite) throws {
        guard write.kind.groupResource == KnownResource.pods else { return }
        let missing = names.filter(PodAmounts.isCompute).sorted().compactMap { name -> String? in
            let silent = PodAmounts.silent(about: name, in: write.object)
            return silent.isEmpty ? nil : "\(name) for: \(silent.joined(separator: ","))"
        }
        guard missing.isEmpty else {
            throw Status.forbidden(
                write.kind.groupResource,
                name: write.object.name,
                "failed quota: \(quota.name): must specify \(missing.joined(separator: "; "))"
            )
        }
    }

    /// The quota with the usage added; nil when it limits nothing of it.
    ///
    /// - Throws: `Status` 403 when that is too much, or when nobody has counted yet what there is.
    static func charged(
        _ quota: JSONValue,
        _ usage: [String: Quantity],
        _ write: AdmittedWrite
    ) throws -> JSONValue? {
        var changed = quota
        var exceeded: [(name: String, asked: Quantity, used: Quantity, hard: Quantity)] = []
        var unknown: [String] = []
        for member in quota[path: "spec", "hard"]?.object ?? JSONObject() {
            guard let asked = usage[member.name], asked > .zero, let hard = QuotaUsage.amount(member.value) else {
                continue
            }
            guard let used = QuotaUsage.amount(quota[path: "status", "used"]?[member.name]) else {
                unknown.append(member.name)
                continue
            }
            if used + asked > hard { exceeded.append((member.name, asked, used, hard)) }
            changed.set(.string("\(used + asked)"), at: ["status", "used", member.name])
        }
        guard unknown.isEmpty else {
            throw Status.forbidden(
                write.kind.groupResource,
                name: write.object.name,
                "status unknown for quota: \(quota.name), resources: \(unknown.sorted().joined(separator: ","))"
            )
        }
        guard exceeded.isEmpty else {
            exceeded.sort { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
            func list(_ amount: (Int) -> Quantity) -> String {
                exceeded.indices.map { "\(exceeded[$0].name)=\(amount($0))" }.joined(separator: ",")
            }
            throw Status.forbidden(
                write.kind.groupResource,
                name: write.object.name,
                "exceeded quota: \(quota.name), requested: \(list { exceeded[$0].asked }), "
                    + "used: \(list { exceeded[$0].used }), limited: \(list { exceeded[$0].hard })"
            )
        }
        return changed == quota ? nil : changed
    }
}
