import Kubernetes

extension Columns {
    static let routes: [TableColumn] = [
        name, made("Host/Port", "The host that was admitted.") { route, _ in routeHost(route) },
        text("Path", "spec", "path"), made("Services", "Where requests go.") { route, _ in routeServices(route) },
        text("Port", "spec", "port", "targetPort", absent: "<all>"),
        made("Termination", "Where TLS ends.") { route, _ in
            guard let tls = route[path: "spec", "tls"] else { return "" }
            let insecure = Cell.text(tls["insecureEdgeTerminationPolicy"])
            return Cell.text(tls["termination"]) + (insecure.isEmpty ? "" : "/\(insecure)")
        },
        text("Wildcard", "spec", "wildcardPolicy", absent: "None"),
    ]

    private static func routeHost(_ route: JSONValue) -> String {
        let entries = route[path: "status", "ingress"]?.array ?? []
        guard !entries.isEmpty else { return Cell.text(route[path: "spec", "host"]) }
        var admitted: [String] = []
        var rejection: String?
        for entry in entries {
            let condition = entry["conditions"]?.array?.first { $0["type"]?.string == "Admitted" }
            switch condition?["status"]?.string {
            case "True":
                let host = Cell.text(entry["host"])
                if !admitted.contains(host) { admitted.append(host) }
            case "False": rejection = rejection ?? Cell.text(condition?["reason"], absent: "Rejected")
            default: break
            }
        }
        guard let host = admitted.first else { return rejection ?? "Pending" }
        return admitted.count > 1 ? "\(host) ... \(admitted.count - 1) more" : host
    }

    private static func routeServices(_ route: JSONValue) -> String {
        var backends = route[path: "spec", "alternateBackends"]?.array ?? []
        if let main = route[path: "spec", "to"] { backends.insert(main, at: 0) }
        let weights = backends.map { $0["weight"]?.integer ?? 100 }
        let total = weights.reduce(Int64(0)) { $0.addingReportingOverflow($1).partialValue }
        return zip(backends, weights).map { backend, weight in
            let name = Cell.text(backend["name"])
            if total <= 0 { return "\(name)(0%)" }
            if backends.count == 1 || backend["weight"] == nil { return name }
            return "\(name)(\(Int64(Double(weight) * 100 / Double(total)))%)"
        }.joined(separator: ",")
    }
}
