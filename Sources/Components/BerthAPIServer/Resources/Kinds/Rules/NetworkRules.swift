import Kubernetes

/// The rules of ingresses, network policies, disruption budgets and leases.
enum NetworkRules {
    static let ingresses = KindRules(
        hasStatus: true,
        initialStatus: ["loadBalancer": [:]],
        problems: { ingress, _ in
            let rules = ingress[path: "spec", "rules"]?.array ?? []
            let backend = ingress[path: "spec", "defaultBackend"]
            var causes: [Status.Cause] = []
            if rules.isEmpty, backend?.object == nil {
                causes.append(
                    .invalid("spec", "", "either `defaultBackend` or `rules` must be specified")
                )
            }
            if let backend, backend.object != nil { causes += backendProblems(backend, "spec.defaultBackend") }
            for (index, rule) in rules.enumerated() {
                if let host = rule["host"]?.string, !host.isEmpty {
                    let plain = host.hasPrefix("*.") ? String(host.dropFirst(2)) : host
                    causes += FieldRules.name(plain, "spec.rules[\(index)].host", NameFormat.subdomainProblems)
                    if IPText.isAddress(host) {
                        causes.append(
                            .invalid("spec.rules[\(index)].host", host, "must be a DNS name, not an IP address")
                        )
                    }
                }
                if rule["http"]?.object != nil, rule[path: "http", "paths"]?.array?.isEmpty ?? true {
                    causes.append(.required("spec.rules[\(index)].http.paths"))
                }
                for (place, path) in (rule[path: "http", "paths"]?.array ?? []).enumerated() {
                    let field = "spec.rules[\(index)].http.paths[\(place)]"
                    if let type = path["pathType"]?.string, !type.isEmpty {
                        causes += FieldRules.oneOf(
                            .string(type),
                            ["Exact", "ImplementationSpecific", "Prefix"],
                            "\(field).pathType"
                        )
                        let text = path["path"]?.string ?? ""
                        if type != "ImplementationSpecific" { causes += pathProblems(text, "\(field).path") }
                    } else {
                        causes.append(.required("\(field).pathType", "pathType must be specified"))
                    }
                    causes += backendProblems(path["backend"], "\(field).backend")
                }
            }
            for (index, entry) in (ingress[path: "spec", "tls"]?.array ?? []).enumerated() {
                for (place, host) in (entry["hosts"]?.strings ?? []).enumerated() {
                    let plain = host.hasPrefix("*.") ? String(host.dropFirst(2)) : host
                    let field = "spec.tls[\(index)].hosts[\(place)]"
                    causes += FieldRules.name(plain, field, NameFormat.subdomainProblems)
                }
            }
            if let name = ingress[path: "spec", "ingressClassName"]?.string {
                causes += FieldRules.name(name, "spec.ingressClassName", NameFormat.subdomainProblems)
            }
            return causes
        }
    )

    /// A path that means one place, whoever reads it.
    private static func pathProblems(_ path: String, _ field: String) -> [Status.Cause] {
        guard path.hasPrefix("/") else { return [.invalid(field, path, "must be an absolute path")] }
        let inner = ["//", "/./", "/../", "%2f", "%2F"].filter { path.contains($0) }
            .map { Status.Cause.invalid(field, path, "must not contain '\($0)'") }
        return inner
            + ["/..", "/."].filter { path.hasSuffix($0) }.map { .invalid(field, path, "cannot end with '\($0)'") }
    }

    private static func backendProblems(_ backend: JSONValue?, _ field: String) -> [Status.Cause] {
        guard let service = backend?["service"], service.object != nil else {
            return backend?["resource"]?.object == nil
                ? [.invalid(field, "", "resource or service backend is required")] : []
        }
        let name = service["name"]?.string ?? ""
        var causes =
            name.isEmpty
            ? [.required("\(field).service.name")]
            : FieldRules.name(name, "\(field).service.name", NameFormat.serviceNameProblems)
        let port = service["port"]
        switch ((port?["name"]?.string ?? "").isEmpty, port?["number"]?.integer ?? 0) {
        case (true, 0): causes.append(.required(field, "port name or number is required"))
        case (false, 0): break
        case (false, _): causes.append(.invalid(field, "", "cannot set both port name & port number"))
        case (true, let number): causes += FieldRules.port(number, "\(field).service.port.number")
        }
        return causes
    }

    static let networkPolicies = KindRules(
        defaults: { policy in
            guard policy["spec"]?.object != nil else { return }
            FieldRules.setDefault(&policy, "spec", "podSelector", to: [:])
            let hasEgress = policy[path: "spec", "egress"]?.array?.isEmpty == false
            FieldRules.setDefault(
                &policy,
                "spec",
                "policyTypes",
                to: hasEgress ? ["Ingress", "Egress"] : ["Ingress"]
            )
            for list in ["ingress", "egress"] {
                FieldRules.changeEach(&policy, "spec", list) { rule in
                    FieldRules.changeEach(&rule, "ports") { port in
                        if port.object != nil { FieldRules.fill(&port, "protocol", with: "TCP") }
                    }
                }
            }
        },
        problems: { policy, _ in
            var causes = FieldRules.selector(policy[path: "spec", "podSelector"], "spec.podSelector")
            for (index, type) in (policy[path: "spec", "policyTypes"]?.strings ?? []).enumerated() {
                causes += FieldRules.oneOf(.string(type), ["Ingress", "Egress"], "spec.policyTypes[\(index)]")
            }
            for (list, member) in [("ingress", "from"), ("egress", "to")] {
                for (index, rule) in (policy[path: "spec", list]?.array ?? []).enumerated() {
                    for (place, port) in (rule["ports"]?.array ?? []).enumerated() {
                        causes += FieldRules.portOrName(port["port"], "spec.\(list)[\(index)].ports[\(place)].port")
                    }
                    for (place, peer) in (rule[member]?.array ?? []).enumerated() {
                        let field = "spec.\(list)[\(index)].\(member)[\(place)]"
                        let selectors = ["podSelector", "namespaceSelector"].filter { peer[$0]?.object != nil }
                        for name in selectors { causes += FieldRules.selector(peer[name], "\(field).\(name)") }
                        guard peer["ipBlock"]?.object != nil else {
                            if selectors.isEmpty { causes.append(.required(field, "must specify a peer")) }
                            continue
                        }
                        if !selectors.isEmpty {
                            causes.append(
                                .forbidden(field, "may not specify both ipBlock and another peer")
                            )
                        }
                        let block = peer[path: "ipBlock", "cidr"]?.string ?? ""
                        if !IPText.isCIDR(block) {
                            causes.append(.invalid("\(field).ipBlock.cidr", block, "must be a valid CIDR value"))
                        }
                    }
                }
            }
            return causes
        }
    )

    static let disruptionBudgets = KindRules(
        hasStatus: true,
        initialStatus: ["currentHealthy": 0, "desiredHealthy": 0, "disruptionsAllowed": 0, "expectedPods": 0],
        problems: { budget, _ in
            let (fewest, most) = (budget[path: "spec", "minAvailable"], budget[path: "spec", "maxUnavailable"])
            var causes = FieldRules.countOrPercentage(fewest, "spec.minAvailable")
            causes += FieldRules.countOrPercentage(most, "spec.maxUnavailable")
            for (value, field) in [(fewest, "spec.minAvailable"), (most, "spec.maxUnavailable")] {
                guard let share = value?.string, let percent = Int(share.dropLast()), percent > 100 else { continue }
                causes.append(.invalid(field, share, "must not be greater than 100%"))
            }
            if fewest != nil, most != nil {
                causes.append(.invalid("spec", "", "minAvailable and maxUnavailable cannot be both set"))
            }
            return causes + FieldRules.selector(budget[path: "spec", "selector"], "spec.selector")
        }
    )

    static let leases = KindRules(
        allowsCreateOnUpdate: true,
        problems: { lease, _ in
            var causes: [Status.Cause] = []
            for (name, fewest) in [("leaseDurationSeconds", 1), ("leaseTransitions", 0)] as [(String, Int64)] {
                guard let number = lease["spec"]?[name]?.integer, number < fewest else { continue }
                causes.append(
                    .unquoted(
                        "spec.\(name)",
                        String(number),
                        fewest == 1 ? "must be greater than 0" : "must be greater than or equal to 0"
                    )
                )
            }
            return causes
        }
    )
}
