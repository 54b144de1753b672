import BerthTesting
import Kubernetes
import Testing

@testable import BerthAPIServer

/// Rights worked out the slow way: every binding, every rule, every combination.
private struct NaiveRights {
    var roles: [String: [PolicyRule]] = [:]
    var bindings: [(namespace: String, role: String, subjects: [String])] = []

    func allows(_ user: String, _ groups: [String], _ verb: String, _ resource: String, _ namespace: String) -> Bool {
        let mine = Set(["user:\(user)"] + groups.map { "group:\($0)" })
        return bindings.contains { binding in
            guard binding.namespace.isEmpty || binding.namespace == namespace else { return false }
            guard !mine.isDisjoint(with: binding.subjects) else { return false }
            return (roles[binding.role] ?? []).contains { rule in
                rule.verbs.contains { $0 == "*" || $0 == verb }
                    && rule.resources.contains { $0 == "*" || $0 == resource } && rule.apiGroups.contains("")
            }
        }
    }
}

@Suite struct `Decisions by roles` {
    @Test(arguments: [1, 2, 3, 4, 5, 6, 7, 8])
    func `are those of a naive model through any changes`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var naive = NaiveRights()
        var snapshot = RBACSnapshot()
        let (verbs, resources) = (["get", "list", "create", "*"], ["pods", "secrets", "pods/log", "*"])
        let (users, groups) = (["ann", "bob", "eve"], ["g1", "g2"])
        let namespaces = ["", "ns1", "ns2"]
        var present: [String: (namespace: String, role: String, subjects: [String])] = [:]
        for _ in 0..<300 {
            if Bool.random(using: &random) {
                let name = "role\(Int.random(in: 0..<4, using: &random))"
                let rule = PolicyRule(
                    [verbs.randomElement(using: &random) ?? ""],
                    groups: [""],
                    resources: [resources.randomElement(using: &random) ?? ""]
                )
                naive.roles[name] = [rule]
                snapshot.take(Rights.clusterRole(name, [rule]))
            } else {
                let name = "b\(Int.random(in: 0..<6, using: &random))"
                let namespace = namespaces.randomElement(using: &random) ?? ""
                let role = "role\(Int.random(in: 0..<5, using: &random))"
                let all = users.map { "user:\($0)" } + groups.map { "group:\($0)" }
                let subjects = all.filter { _ in Int.random(in: 0..<3, using: &random) == 0 }
                var binding = Rights.binding(name, in: namespace, to: role)
                binding.set(.array(subjects.map(BootstrapBinding.subject)), at: ["subjects"])
                let isDeleted = Int.random(in: 0..<4, using: &random) == 0
                snapshot.take(binding, isDeleted: isDeleted)
                present["\(namespace)/\(name)"] = isDeleted ? nil : (namespace, role, subjects)
                naive.bindings = Array(present.values)
            }
            let user = users.randomElement(using: &random) ?? ""
            let mine = groups.filter { _ in Bool.random(using: &random) }
            for verb in ["get", "create"] {
                for resource in ["pods", "pods/log", "secrets"] {
                    for namespace in namespaces {
                        let asked = Rights.attributes(
                            UserInfo(username: user, groups: mine),
                            verb,
                            resource,
                            in: namespace
                        )
                        #expect(
                            snapshot.decision(asked).isAllowed
                                == naive.allows(user, mine, verb, resource, namespace)
                        )
                    }
                }
            }
        }
    }
}
