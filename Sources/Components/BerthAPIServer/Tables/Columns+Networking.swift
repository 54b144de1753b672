import Kubernetes

extension Columns {
    static let ingressClasses: [TableColumn] = [
        name, text("Controller", "spec", "controller"),
        made("Parameters") { object, _ in
            guard let parameters = object[path: "spec", "parameters"] else { return Cell.none }
            let group = parameters["apiGroup"]?.string.map { "." + $0 } ?? ""
            return "\(Cell.text(parameters["kind"]))\(group)/\(Cell.text(parameters["name"]))"
        },
        age,
    ]

    static let ingresses: [TableColumn] = [
        name,
        made("Class", "The class of the controller that serves it.") { ingress, _ in
            Cell.text(
                ingress[path: "spec", "ingressClassName"],
                absent: ingress.annotations["kubernetes.io/ingress.class"] ?? Cell.none
            )
        },
        made("Hosts", "Hosts it answers for.") { ingress, _ in
            let hosts = (ingress[path: "spec", "rules"]?.array ?? []).map { Cell.text($0["host"], absent: "*") }
            return Cell.list(hosts, absent: "*")
        },
        made("Address", "Where it is reached.") { ingress, _ in
            (ingress[path: "status", "loadBalancer", "ingress"]?.array ?? [])
                .map { Cell.text($0["ip"], absent: Cell.text($0["hostname"])) }.joined(separator: ",")
        },
        made("Ports", "Ports it answers on.") { ingress, _ in
            ingress[path: "spec", "tls"]?.array?.isEmpty == false ? "80, 443" : "80"
        },
        age,
    ]

    static let networkPolicies: [TableColumn] = [
        name,
        made("Pod-Selector", "Selects the pods it is about.") { policy, _ in
            Cell.selector(policy[path: "spec", "podSelector"])
        },
        age,
    ]

    static let podDisruptionBudgets: [TableColumn] = [
        name,
        text("Min Available", "spec", "minAvailable", absent: "N/A", description: "Pods that must stay available."),
        text("Max Unavailable", "spec", "maxUnavailable", absent: "N/A", description: "Pods that may be unavailable."),
        count("Allowed Disruptions", "status", "disruptionsAllowed", description: "Pods that may be evicted now."), age,
    ]

    static let endpointSlices: [TableColumn] = [
        name, text("AddressType", "addressType"),
        made("Ports") { slice, _ in
            Cell.list((slice["ports"]?.array ?? []).map { Cell.text($0["port"], absent: "*") }, absent: "<unset>")
        },
        made("Endpoints") { slice, _ in
            Cell.list((slice["endpoints"]?.array ?? []).flatMap { $0["addresses"]?.strings ?? [] }, absent: "<unset>")
        },
        age,
    ]
}
