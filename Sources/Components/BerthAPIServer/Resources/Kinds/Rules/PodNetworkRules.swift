import Kubernetes

/// The rules of a pod's names and ports: DNS, aliases of hosts, ports of the node.
enum PodNetworkRules {
    private static let nameserversLimit = 3

    static func problems(_ spec: JSONValue, _ field: String) -> [Status.Cause] {
        var causes: [Status.Cause] = []
        for alias in spec["hostAliases"]?.array ?? [] {
            let address = alias["ip"]?.string ?? ""
            if !IPText.isAddress(address) {
                causes.append(.invalid("\(field).hostAliases.ip", address, "must be valid IP address"))
            }
            for name in alias["hostnames"]?.strings ?? [] {
                causes += FieldRules.name(name, "\(field).hostAliases.hostnames", NameFormat.subdomainProblems)
            }
        }
        return causes + names(spec, field) + ports(spec, field)
    }

    private static func names(_ spec: JSONValue, _ field: String) -> [Status.Cause] {
        var causes = FieldRules.oneOf(
            spec["dnsPolicy"],
            ["ClusterFirst", "ClusterFirstWithHostNet", "Default", "None"],
            "\(field).dnsPolicy"
        )
        let config = spec["dnsConfig"]
        let servers = config?["nameservers"]?.strings ?? []
        if spec["dnsPolicy"] == "None" {
            if config?.object == nil {
                causes.append(
                    .required("\(field).dnsConfig", "must provide `dnsConfig` when `dnsPolicy` is None")
                )
            } else if servers.isEmpty {
                causes.append(
                    .required(
                        "\(field).dnsConfig.nameservers",
                        "must provide at least one DNS nameserver when `dnsPolicy` is None"
                    )
                )
            }
        }
        if servers.count > nameserversLimit {
            let shown = "[]string{\(servers.map(\.quoted).joined(separator: ", "))}"
            let why = "must not have more than \(nameserversLimit) nameservers"
            causes.append(.unquoted("\(field).dnsConfig.nameservers", shown, why))
        }
        for (index, server) in servers.enumerated() where !IPText.isAddress(server) {
            causes.append(
                .invalid("\(field).dnsConfig.nameservers[\(index)]", server, "must be valid IP address")
            )
        }
        for (index, option) in (config?["options"]?.array ?? []).enumerated()
        where (option["name"]?.string ?? "").isEmpty {
            causes.append(.required("\(field).dnsConfig.options[\(index)]", "must not be empty"))
        }
        return causes
    }

    /// A port of the node belongs to one container, and is the container's own where the pod has the node's network.
    private static func ports(_ spec: JSONValue, _ field: String) -> [Status.Cause] {
        let isHostNetwork = spec["hostNetwork"]?.bool == true
        var causes: [Status.Cause] = []
        for list in ["containers", "initContainers"] {
            var taken: Set<String> = []
            for (index, container) in (spec[list]?.array ?? []).enumerated() {
                for (place, port) in (container["ports"]?.array ?? []).enumerated() {
                    let number = port["hostPort"]?.integer ?? 0
                    guard number != 0 else { continue }
                    let at = "\(field).\(list)[\(index)].ports[\(place)]"
                    if isHostNetwork, let own = port["containerPort"]?.integer, own != number {
                        let why = "must match `hostPort` when `hostNetwork` is true"
                        causes.append(.unquoted("\(at).containerPort", String(own), why))
                    }
                    let key = "\(port["protocol"]?.string ?? "")/\(port["hostIP"]?.string ?? "")/\(number)"
                    // init containers run one after the other
                    if list == "containers", !taken.insert(key).inserted {
                        causes.append(.duplicate("\(at).hostPort", key))
                    }
                }
            }
        }
        return causes
    }
}
