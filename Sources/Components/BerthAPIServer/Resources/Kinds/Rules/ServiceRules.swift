import Kubernetes

/// The rules of services and of the addresses behind them.
enum ServiceRules {
    static let services = KindRules(
        nameRule: .dns1035Label,
        hasStatus: true,
        initialStatus: ["loadBalancer": [:]],
        defaults: { fill(&$0) },
        keeps: { service, old in
            dropExposure(&service, old)
            // addresses and ports once given stay unless others are asked for
            guard service[path: "spec", "type"] == old[path: "spec", "type"] || service[path: "spec", "type"] == nil
            else {
                return
            }
            for name in ["clusterIP", "clusterIPs", "ipFamilies", "ipFamilyPolicy", "healthCheckNodePort"]
            where (service["spec"]?[name]?.string ?? "").isEmpty && service["spec"]?[name]?.array == nil {
                service.set(old["spec"]?[name], at: ["spec", name])
            }
            let ports = old[path: "spec", "ports"]?.array ?? []
            FieldRules.changeEach(&service, "spec", "ports") { port in
                guard port["nodePort"]?.integer ?? 0 == 0 else { return }
                let same = ports.first {
                    $0["port"] == port["port"] && ($0["protocol"] ?? "TCP") == (port["protocol"] ?? "TCP")
                }
                if let nodePort = same?["nodePort"] { port.set(nodePort, at: ["nodePort"]) }
            }
        },
        problems: { problems($0, $1) }
    )

    static let endpoints = KindRules(
        allowsCreateOnUpdate: true,
        defaults: { object in
            FieldRules.changeEach(&object, "subsets") { subset in
                FieldRules.changeEach(&subset, "ports") { port in
                    if port.object != nil { FieldRules.fill(&port, "protocol", with: "TCP") }
                }
            }
        },
        problems: { object, _ in
            var causes: [Status.Cause] = []
            for (index, subset) in (object["subsets"]?.array ?? []).enumerated() {
                for (place, address) in (subset["addresses"]?.array ?? []).enumerated() {
                    let text = address["ip"]?.string ?? ""
                    let field = "subsets[\(index)].addresses[\(place)].ip"
                    if !IPText.isAddress(text) {
                        causes.append(.invalid(field, text, "must be a valid IP address"))
                    } else if text.hasPrefix("127.") || text == "::1" {
                        causes.append(.invalid(field, text, "may not be in the loopback range (127.0.0.0/8, ::1/128)"))
                    }
                }
                for (place, port) in (subset["ports"]?.array ?? []).enumerated() {
                    causes += FieldRules.port(port["port"]?.integer ?? 0, "subsets[\(index)].ports[\(place)].port")
                }
            }
            return causes
        }
    )

    static let endpointSlices = KindRules(
        defaults: { slice in
            FieldRules.changeEach(&slice, "ports") { port in
                guard port.object != nil else { return }
                FieldRules.fill(&port, "protocol", with: "TCP")
                FieldRules.setDefault(&port, "name", to: "")
            }
        },
        problems: { slice, old in
            let types = ["IPv4", "IPv6", "FQDN"]
            let type = slice["addressType"]?.string ?? ""
            var causes: [Status.Cause] =
                type.isEmpty ? [.required("addressType")] : FieldRules.oneOf(.string(type), types, "addressType")
            for (index, endpoint) in (slice["endpoints"]?.array ?? []).enumerated()
            where endpoint["addresses"]?.array?.isEmpty ?? true {
                causes.append(.required("endpoints[\(index)].addresses", "must contain at least 1 address"))
            }
            return causes + FieldRules.immutable(slice, old, ["addressType"])
        }
    )

    /// What only a type of services that are seen from outside has goes with that type, unless it was changed too.
    private static func dropExposure(_ service: inout JSONValue, _ old: JSONValue) {
        let exposed = ["NodePort", "LoadBalancer"]
        let before = old[path: "spec", "type"]?.string ?? ""
        let now = service[path: "spec", "type"]?.string ?? "ClusterIP"
        guard now != before else { return }
        var names: [String] = []
        if exposed.contains(before), !exposed.contains(now) {
            names += ["externalTrafficPolicy", "healthCheckNodePort"]
        }
        if before == "LoadBalancer" { names.append("allocateLoadBalancerNodePorts") }
        for name in names where service["spec"]?[name] == old["spec"]?[name] { service.set(nil, at: ["spec", name]) }
    }

    private static func fill(_ service: inout JSONValue) {
        guard service["spec"]?.object != nil else { return }
        FieldRules.fill(&service, "spec", "type", with: "ClusterIP")
        FieldRules.fill(&service, "spec", "sessionAffinity", with: "None")
        if service[path: "spec", "sessionAffinity"] == "ClientIP" {
            FieldRules.setDefault(&service, "spec", "sessionAffinityConfig", "clientIP", "timeoutSeconds", to: 10800)
        }
        let type = service[path: "spec", "type"]?.string ?? ""
        let key = "\(service.namespace)/\(service.name)"
        let isExposed = type == "NodePort" || type == "LoadBalancer"
        FieldRules.changeEach(&service, "spec", "ports") { port in
            guard port.object != nil else { return }
            FieldRules.fill(&port, "protocol", with: "TCP")
            if let number = port["port"] {
                let target = port["targetPort"]
                if target == nil || target == 0 || target == "" { port.set(number, at: ["targetPort"]) }
                if isExposed, port["nodePort"]?.integer ?? 0 == 0 {
                    port.set(.integer(ServiceAddress.nodePort("\(key)/\(number.serialized())")), at: ["nodePort"])
                }
            }
            if !isExposed { port.set(nil, at: ["nodePort"]) }
        }
        guard type != "ExternalName" else {
            for name in ["clusterIP", "clusterIPs", "ipFamilies", "ipFamilyPolicy"] {
                service.set(nil, at: ["spec", name])
            }
            return
        }
        FieldRules.fill(&service, "spec", "clusterIP", with: .string(ServiceAddress.clusterIP(key)))
        if let address = service[path: "spec", "clusterIP"] {
            FieldRules.setDefault(&service, "spec", "clusterIPs", to: [address])
            let family: JSONValue = address.string?.contains(":") == true ? "IPv6" : "IPv4"
            FieldRules.setDefault(&service, "spec", "ipFamilies", to: [family])
        }
        FieldRules.fill(&service, "spec", "ipFamilyPolicy", with: "SingleStack")
        FieldRules.fill(&service, "spec", "internalTrafficPolicy", with: "Cluster")
        if isExposed { FieldRules.fill(&service, "spec", "externalTrafficPolicy", with: "Cluster") }
        if type == "LoadBalancer" {
            FieldRules.setDefault(&service, "spec", "allocateLoadBalancerNodePorts", to: true)
        }
    }

    private static func problems(_ service: JSONValue, _ old: JSONValue?) -> [Status.Cause] {
        let types = ["ClusterIP", "ExternalName", "LoadBalancer", "NodePort"]
        let type = service[path: "spec", "type"]?.string ?? ""
        var causes = types.contains(type) ? [] : [Status.Cause.notSupported("spec.type", type, words: types)]
        causes += FieldRules.oneOf(
            service[path: "spec", "sessionAffinity"],
            ["ClientIP", "None"],
            "spec.sessionAffinity"
        )
        for key in service[path: "spec", "selector"]?.stringMap.keys.sorted() ?? [] {
            causes += FieldRules.name(key, "spec.selector", NameFormat.qualifiedNameProblems)
        }
        for (index, text) in (service[path: "spec", "externalIPs"]?.strings ?? []).enumerated()
        where !IPText.isAddress(text) {
            causes.append(.invalid("spec.externalIPs[\(index)]", text, "must be a valid IP address"))
        }
        for (index, text) in (service[path: "spec", "loadBalancerSourceRanges"]?.strings ?? []).enumerated()
        where !IPText.isCIDR(text) {
            causes.append(.invalid("spec.loadBalancerSourceRanges[\(index)]", text, "must be a valid CIDR value"))
        }
        let isExposed = type == "NodePort" || type == "LoadBalancer"
        if let policy = service[path: "spec", "externalTrafficPolicy"]?.string, !policy.isEmpty {
            if isExposed || service[path: "spec", "externalIPs"]?.array?.isEmpty == false {
                causes += FieldRules.oneOf(.string(policy), ["Cluster", "Local"], "spec.externalTrafficPolicy")
            } else {
                causes.append(
                    .invalid(
                        "spec.externalTrafficPolicy",
                        policy,
                        "may only be set for externally-accessible services"
                    )
                )
            }
        }
        let address = service[path: "spec", "clusterIP"]?.string ?? ""
        let ports = service[path: "spec", "ports"]?.array ?? []
        if ports.isEmpty, address != "None", type != "ExternalName" { causes.append(.required("spec.ports")) }
        var names: Set<String> = []
        var numbers: Set<String> = []
        for (index, port) in ports.enumerated() {
            let field = "spec.ports[\(index)]"
            let name = port["name"]?.string ?? ""
            if name.isEmpty {
                if ports.count > 1 { causes.append(.required("\(field).name")) }
            } else {
                causes += FieldRules.name(name, "\(field).name", NameFormat.labelProblems)
                if !names.insert(name).inserted { causes.append(.duplicate("\(field).name", name)) }
            }
            let number = port["port"]?.integer ?? 0
            causes += FieldRules.port(number, "\(field).port")
            causes += FieldRules.portOrName(port["targetPort"], "\(field).targetPort")
            let transport = port["protocol"]?.string ?? ""
            causes += FieldRules.oneOf(port["protocol"], ["SCTP", "TCP", "UDP"], "\(field).protocol")
            if isExposed, let nodePort = port["nodePort"]?.integer, nodePort != 0, !(30000...32767).contains(nodePort) {
                causes.append(
                    .unquoted(
                        "\(field).nodePort",
                        String(nodePort),
                        "provided port is not in the valid range. The range of valid ports is 30000-32767"
                    )
                )
            }
            if !numbers.insert("\(transport)/\(number)").inserted {
                causes.append(.duplicate(field, "\(number)/\(transport)"))
            }
        }
        if type == "ExternalName" {
            let name = service[path: "spec", "externalName"]?.string ?? ""
            if name.isEmpty {
                causes.append(.required("spec.externalName"))
            } else {
                causes += FieldRules.name(name, "spec.externalName", NameFormat.subdomainProblems)
            }
        } else if address != "None", !IPText.isAddress(address) {
            causes.append(.invalid("spec.clusterIPs[0]", address, "must be empty, 'None', or a valid IP address"))
        }
        let before = old?[path: "spec", "clusterIP"]?.string ?? ""
        if let old, type != "ExternalName", old[path: "spec", "type"] != "ExternalName", !before.isEmpty,
            address != before
        {
            causes.append(.invalid("spec.clusterIPs[0]", address, "may not change once set"))
        }
        return causes
    }
}
