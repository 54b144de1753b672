import Kubernetes

/// The rules of routes; who may choose a host is an admission's matter.
enum RouteRules {
    static let routes = KindRules(
        hasStatus: true,
        initialStatus: [:],
        defaults: { route in
            guard route["spec"]?.object != nil else { return }
            FieldRules.fill(&route, "spec", "wildcardPolicy", with: "None")
            if route[path: "spec", "to"]?.object != nil {
                FieldRules.fill(&route, "spec", "to", "kind", with: "Service")
                FieldRules.setDefault(&route, "spec", "to", "weight", to: 100)
            }
            FieldRules.changeEach(&route, "spec", "alternateBackends") { backend in
                guard backend.object != nil else { return }
                FieldRules.fill(&backend, "kind", with: "Service")
                FieldRules.setDefault(&backend, "weight", to: 100)
            }
            guard let tls = route[path: "spec", "tls"], tls.object != nil else { return }
            if (tls["destinationCACertificate"]?.string ?? "").isEmpty {
                FieldRules.fill(&route, "spec", "tls", "termination", with: "edge")
            }
        },
        keeps: { route, old in
            if (route[path: "spec", "host"]?.string ?? "").isEmpty {
                route.set(old[path: "spec", "host"], at: ["spec", "host"])
            }
        },
        problems: { route, old in
            var causes = host(route) + backends(route) + tls(route)
            if let old { causes += FieldRules.immutable(route, old, ["spec", "wildcardPolicy"]) }
            return causes
        }
    )

    private static func host(_ route: JSONValue) -> [Status.Cause] {
        var causes: [Status.Cause] = []
        let host = route[path: "spec", "host"]?.string ?? ""
        if !host.isEmpty {
            if !NameFormat.subdomainProblems(host).isEmpty {
                causes.append(.invalid("spec.host", host, "host must conform to DNS 952 subdomain conventions"))
            } else if host.split(separator: ".").contains(where: { $0.utf8.count > 63 }) {
                causes.append(.invalid("spec.host", host, "must be no more than 63 characters"))
            }
        }
        let policy = route[path: "spec", "wildcardPolicy"]?.string ?? ""
        causes += FieldRules.oneOf(.string(policy), ["None", "Subdomain"], "spec.wildcardPolicy")
        if policy == "Subdomain", host.isEmpty {
            causes.append(.required("spec.host", "host name not specified for wildcard policy"))
        }
        let path = route[path: "spec", "path"]?.string ?? ""
        if !path.isEmpty, !path.hasPrefix("/") { causes.append(.invalid("spec.path", path, "path must begin with /")) }
        if !path.isEmpty, route[path: "spec", "tls", "termination"] == "passthrough" {
            causes.append(.invalid("spec.path", path, "passthrough termination does not support paths"))
        }
        return causes
    }

    private static func backends(_ route: JSONValue) -> [Status.Cause] {
        func check(_ backend: JSONValue?, _ field: String) -> [Status.Cause] {
            var causes: [Status.Cause] = []
            let kind = backend?["kind"]?.string ?? ""
            if kind != "Service" { causes.append(.invalid("\(field).kind", kind, "must reference a Service")) }
            causes += FieldRules.required(backend?["name"], "\(field).name")
            if let weight = backend?["weight"]?.integer, !(0...256).contains(weight) {
                causes.append(
                    .unquoted("\(field).weight", String(weight), "weight must be an integer between 0 and 256")
                )
            }
            return causes
        }
        var causes = check(route[path: "spec", "to"], "spec.to")
        let others = route[path: "spec", "alternateBackends"]?.array ?? []
        if others.count > 3 {
            causes.append(.required("spec.alternateBackends", "cannot specify more than 3 additional backends"))
        }
        for (index, backend) in others.enumerated() { causes += check(backend, "spec.alternateBackends[\(index)]") }
        switch route[path: "spec", "port", "targetPort"] {
        case .integer(let number)?: causes += FieldRules.port(number, "spec.port.targetPort")
        case .string("")?: causes.append(.required("spec.port.targetPort"))
        default: break
        }
        return causes
    }

    /// Certificates are never repeated in what is told.
    private static func tls(_ route: JSONValue) -> [Status.Cause] {
        guard let tls = route[path: "spec", "tls"], tls.object != nil else { return [] }
        func isSet(_ name: String) -> Bool { !(tls[name]?.string ?? "").isEmpty }
        func refuse(_ name: String, _ why: String) -> [Status.Cause] {
            isSet(name) ? [.invalid("spec.tls.\(name)", "redacted \(name) data", why)] : []
        }
        var causes: [Status.Cause] = []
        let termination = tls["termination"]?.string ?? ""
        switch termination {
        case "edge":
            causes += refuse("destinationCACertificate", "edge termination does not support destination certificates")
        case "passthrough":
            for name in ["certificate", "key", "caCertificate", "destinationCACertificate"] {
                causes += refuse(name, "passthrough termination does not support certificates")
            }
        case "reencrypt": break
        default:
            causes.append(.invalid("spec.tls.termination", termination, "must be one of: edge, passthrough, reencrypt"))
        }
        let policy = tls["insecureEdgeTerminationPolicy"]?.string ?? ""
        guard !policy.isEmpty else { return causes }
        let allowed = termination == "passthrough" ? ["None", "Redirect"] : ["None", "Allow", "Redirect"]
        if !allowed.contains(policy) {
            causes.append(
                .invalid(
                    "spec.tls.insecureEdgeTerminationPolicy",
                    policy,
                    "invalid value for InsecureEdgeTerminationPolicy option, acceptable values are "
                        + allowed.joined(separator: ", ")
                )
            )
        }
        return causes
    }
}
