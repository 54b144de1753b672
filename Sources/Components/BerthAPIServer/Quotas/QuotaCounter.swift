import Kubernetes

/// Counts what a namespace holds of what its quotas limit, and writes it into their status.
struct QuotaCounter: Sendable {
    let objects: any LocalObjects
    let limits: NamespaceLimits
    let gate: QuotaGate

    /// Counts anew; false when the namespace could not be had now.
    @discardableResult
    func count(_ namespace: String) async throws -> Bool {
        try await gate.counting(namespace) { try await write(namespace) } != nil
    }

    private func write(_ namespace: String) async throws {
        let quotas = try await objects.list(NamespaceLimits.quotas, namespace: namespace)
        guard !quotas.isEmpty else { return }
        let names = Set(quotas.flatMap { $0[path: "spec", "hard"]?.object?.names ?? [] })
        var found: [(resource: GroupResource, object: JSONValue)] = []
        for resource in Set(names.compactMap(QuotaUsage.resource(countedBy:))) {
            do {
                found += try await objects.list(resource, namespace: namespace).map { (resource, $0) }
            } catch let status as Status where status.code == 404 {
                // a kind that is not served has no objects
            }
        }
        for quota in quotas {
            var used: [String: Quantity] = [:]
            for (resource, object) in found where QuotaScope.holds(quota, object, resource) {
                used.merge(QuotaUsage.usage(of: object, resource), uniquingKeysWith: +)
            }
            let counted = used
            _ = try await objects.update(
                NamespaceLimits.quotas,
                namespace: namespace,
                name: quota.name,
                subresource: "status"
            ) { current in
                Self.counted(current, counted)
            }
        }
    }

    /// The quota with its status; nil when it is so already.
    static func counted(_ quota: JSONValue, _ used: [String: Quantity]) -> JSONValue? {
        var (hard, amounts) = (JSONObject(), JSONObject())
        for member in quota[path: "spec", "hard"]?.object ?? JSONObject() {
            hard[member.name] = member.value
            amounts[member.name] = .string("\(used[member.name] ?? .zero)")
        }
        var changed = quota
        changed.set(["hard": .object(hard), "used": .object(amounts)], at: ["status"])
        return changed == quota ? nil : changed
    }
}
