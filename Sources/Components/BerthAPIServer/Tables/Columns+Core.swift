import Kubernetes

extension Columns {
    static let configMaps = [name, members("Data", ["data"], ["binaryData"], description: "Number of keys."), age]
    /// Never a value of a secret.
    static let secrets = [
        name, text("Type", "type", description: "What the keys mean."),
        members("Data", ["data"], description: "Number of keys."),
        age,
    ]
    static let serviceAccounts = [
        name, members("Secrets", ["secrets"], description: "Secrets that pods of this account may use."), age,
    ]
    static let namespaces = [name, text("Status", "status", "phase", description: "Active or Terminating."), age]
    static let limitRanges = [name, createdAt]
    static let roles = limitRanges
    static let customResourceDefinitions = limitRanges

    static let services: [TableColumn] = [
        name, text("Type", "spec", "type", description: "How the service is reached."),
        text("Cluster-IP", "spec", "clusterIP", absent: Cell.none, description: "The address inside the cluster."),
        made("External-IP", "Addresses outside the cluster.") { service, _ in externalAddresses(of: service) },
        made("Port(s)", "Ports of the service.") { service, _ in
            let ports = (service[path: "spec", "ports"]?.array ?? []).map { port in
                let number = port["port"]?.integer ?? 0
                let node = port["nodePort"]?.integer ?? 0
                return "\(number)\(node > 0 ? ":\(node)" : "")/\(Cell.text(port["protocol"], absent: "TCP"))"
            }
            return ports.isEmpty ? Cell.none : ports.joined(separator: ",")
        },
        age,
        made("Selector", wide: true, "Selects the pods.") { service, _ in
            Cell.labels(service[path: "spec", "selector"])
        },
    ]

    private static func externalAddresses(of service: JSONValue) -> String {
        let external = service[path: "spec", "externalIPs"]?.strings ?? []
        switch service[path: "spec", "type"]?.string {
        case "ExternalName": return Cell.text(service[path: "spec", "externalName"])
        case "LoadBalancer":
            let balancers = (service[path: "status", "loadBalancer", "ingress"]?.array ?? [])
                .map { Cell.text($0["ip"], absent: Cell.text($0["hostname"])) }
            let all = Set(balancers).sorted() + external
            return all.isEmpty ? "<pending>" : all.joined(separator: ",")
        default: return external.isEmpty ? Cell.none : external.joined(separator: ",")
        }
    }

    static let endpoints: [TableColumn] = [
        name,
        made("Endpoints", "Addresses and ports of the ready pods.") { object, _ in
            var addresses: [String] = []
            for subset in object["subsets"]?.array ?? [] {
                let hosts = (subset["addresses"]?.array ?? []).map { Cell.text($0["ip"]) }
                let ports = (subset["ports"]?.array ?? []).map { Cell.text($0["port"]) }
                if ports.isEmpty { addresses += hosts }
                for port in ports {
                    addresses += hosts.map { $0.contains(":") ? "[\($0)]:\(port)" : "\($0):\(port)" }
                }
            }
            return Cell.list(addresses)
        },
        age,
    ]

    static let events: [TableColumn] = [
        made("Last Seen", "When it happened last.") { event, now in
            Cell.age(
                time(event[path: "series", "lastObservedTime"]) ?? time(event["lastTimestamp"]) ?? firstSeen(event),
                now
            )
        },
        text("Type", "type", description: "Normal or Warning."),
        text("Reason", "reason", description: "Why, in one word."),
        made("Object", "The object it is about.") { event, _ in
            let kind = Cell.text(event[path: "involvedObject", "kind"]).lowercased()
            let name = Cell.text(event[path: "involvedObject", "name"])
            return name.isEmpty ? kind : "\(kind)/\(name)"
        },
        text("Subobject", "involvedObject", "fieldPath", wide: true, description: "The part of the object."),
        made("Source", wide: true, "Who tells it.") { event, _ in
            let component = Cell.text(
                event[path: "source", "component"],
                absent: Cell.text(event["reportingComponent"])
            )
            let host = Cell.text(event[path: "source", "host"], absent: Cell.text(event["reportingInstance"]))
            return host.isEmpty ? component : "\(component), \(host)"
        },
        made("Message", "What happened.") { event, _ in trimmed(Cell.text(event["message"])) },
        made("First Seen", wide: true, "When it happened first.") { event, now in Cell.age(firstSeen(event), now) },
        TableColumn("Count", type: "integer", description: "How often it happened.", priority: 1) { event, _ in
            let count = event[path: "series", "count"]?.integer ?? event["count"]?.integer ?? 0
            return .integer(max(1, count))
        },
        TableColumn("Name", format: "name", description: "Name of the event.", priority: 1) { event, _ in
            .string(event.name)
        },
    ]

    private static func firstSeen(_ event: JSONValue) -> String? {
        time(event["firstTimestamp"]) ?? time(event["eventTime"])
    }

    private static func time(_ value: JSONValue?) -> String? { value?.string }

    private static func trimmed(_ text: String) -> String {
        let start = text.drop { $0.isWhitespace }
        guard let last = start.lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return String(start[...last])
    }

    static let resourceQuotas: [TableColumn] = [
        name,
        made("Request", "Use and limit of requests and of objects.") { quota, _ in usage(quota, ofLimits: false) },
        made("Limit", "Use and limit of limits.") { quota, _ in usage(quota, ofLimits: true) }, age,
    ]

    private static func usage(_ quota: JSONValue, ofLimits: Bool) -> String {
        let (hard, used) = (quota[path: "status", "hard"], quota[path: "status", "used"])
        return (hard?.object?.names ?? []).filter { $0.hasPrefix("limits") == ofLimits }.sorted()
            .map { "\($0): \(Cell.text(used?[$0], absent: "0"))/\(Cell.text(hard?[$0]))" }.joined(separator: ", ")
    }

    static let nodes: [TableColumn] = [
        name,
        made("Status", "Ready or not, and whether pods may be placed there.") { node, _ in
            var words: [String] = []
            switch Cell.condition(node, "Ready")?["status"]?.string {
            case "True": words.append("Ready")
            case nil: words.append("Unknown")
            default: words.append("NotReady")
            }
            if node[path: "spec", "unschedulable"]?.bool == true { words.append("SchedulingDisabled") }
            return words.joined(separator: ",")
        },
        made("Roles", "Roles from the node's labels.") { node, _ in
            let prefix = "node-role.kubernetes.io/"
            var roles = Set(node.labels.keys.filter { $0.hasPrefix(prefix) }.map { String($0.dropFirst(prefix.count)) })
            if let role = node.labels["kubernetes.io/role"], !role.isEmpty { roles.insert(role) }
            roles.remove("")
            return roles.isEmpty ? Cell.none : roles.sorted().joined(separator: ",")
        },
        age, text("Version", "status", "nodeInfo", "kubeletVersion", description: "Version of the kubelet."),
        address("Internal-IP", "InternalIP"), address("External-IP", "ExternalIP"),
        text("OS-Image", "status", "nodeInfo", "osImage", absent: "<unknown>", wide: true),
        text("Kernel-Version", "status", "nodeInfo", "kernelVersion", absent: "<unknown>", wide: true),
        text("Container-Runtime", "status", "nodeInfo", "containerRuntimeVersion", absent: "<unknown>", wide: true),
    ]

    private static func address(_ title: String, _ type: String) -> TableColumn {
        made(title, wide: true) { node, _ in
            let addresses = node[path: "status", "addresses"]?.array ?? []
            return Cell.text(addresses.first { $0["type"]?.string == type }?["address"], absent: Cell.none)
        }
    }
}
