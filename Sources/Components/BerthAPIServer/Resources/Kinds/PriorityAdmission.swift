import Kubernetes

/// Gives a pod the priority of the class that it names.
///
/// <https://kubernetes.io/docs/concepts/scheduling-eviction/pod-priority-preemption/>
struct PriorityAdmission: Admission {
    /// The classes that every cluster has.
    private static let builtIn: [String: Int64] = [
        "system-cluster-critical": 2_000_000_000, "system-node-critical": 2_000_001_000,
    ]

    let objects: any LocalObjects

    /// - Throws: `Status` 403 for an unknown class, and for a priority that is not the class's.
    func admit(_ write: inout AdmittedWrite) async throws {
        guard write.operation == .create, write.subresource == nil, write.kind.groupResource == KnownResource.pods
        else {
            return
        }
        let (priority, policy) = try await found(for: write.object)
        let given = write.object[path: "spec", "priority"]?.integer ?? 0
        guard given == 0 || given == priority else {
            throw Status.forbidden(
                KnownResource.pods,
                name: write.object.name,
                "the integer value of priority (\(given)) must not be provided in pod spec; priority admission "
                    + "controller computed \(priority) from the given PriorityClass name"
            )
        }
        let wanted = write.object[path: "spec", "preemptionPolicy"]?.string ?? Self.preempting
        guard wanted == Self.preempting || wanted.hasSameBytes(as: policy) else {
            throw Status.forbidden(
                KnownResource.pods,
                name: write.object.name,
                "the string value of PreemptionPolicy (\(wanted)) must not be provided in pod spec; priority admission "
                    + "controller computed \(policy) from the given PriorityClass name"
            )
        }
        write.object.set(.integer(priority), at: ["spec", "priority"])
        write.object.set(.string(policy), at: ["spec", "preemptionPolicy"])
    }

    private static let preempting = "PreemptLowerPriority"

    /// Without a class a pod has priority 0: default classes are not looked for.
    private func found(for pod: JSONValue) async throws -> (priority: Int64, policy: String) {
        let name = pod[path: "spec", "priorityClassName"]?.string ?? ""
        guard !name.isEmpty else { return (0, Self.preempting) }
        if let known = try await objects.get(KnownResource.priorityClasses, namespace: "", name: name) {
            return (known["value"]?.integer ?? 0, known["preemptionPolicy"]?.string ?? Self.preempting)
        }
        guard let priority = Self.builtIn[name] else {
            throw Status.forbidden(KnownResource.pods, name: pod.name, "no PriorityClass with name \(name) was found")
        }
        return (priority, Self.preempting)
    }
}
