import Kubernetes

/// Ingresses of `v1beta1`: a backend is a service's name and port, and the type of a path may be left out.
enum IngressConversion {
    static func beta(_ apiVersion: String, of kind: ResourceKind) -> KindVersion {
        var version = KindVersion(apiVersion, of: kind)
        version.show = { ingress in
            let spec = ingress["spec"]
            guard spec?.object != nil else { return }
            ingress.set(nil, at: ["spec", "defaultBackend"])
            ingress.set(spec?["defaultBackend"].map(shown), at: ["spec", "backend"])
            convertPaths(of: &ingress) { path in path.set(path["backend"].map(shown), at: ["backend"]) }
        }
        version.store = { ingress, _ in
            let spec = ingress["spec"]
            guard spec?.object != nil else { return }
            ingress.set(nil, at: ["spec", "backend"])
            ingress.set(spec?["backend"].map(stored), at: ["spec", "defaultBackend"])
            convertPaths(of: &ingress) { path in
                path.set(path["backend"].map(stored), at: ["backend"])
                if path["pathType"]?.string == nil { path.set("ImplementationSpecific", at: ["pathType"]) }
            }
        }
        return version
    }

    private static func convertPaths(of ingress: inout JSONValue, _ convert: (inout JSONValue) -> Void) {
        guard var rules = ingress[path: "spec", "rules"]?.array else { return }
        for index in rules.indices {
            guard var paths = rules[index][path: "http", "paths"]?.array else { continue }
            for path in paths.indices where paths[path].object != nil { convert(&paths[path]) }
            rules[index].set(.array(paths), at: ["http", "paths"])
        }
        ingress.set(.array(rules), at: ["spec", "rules"])
    }

    /// `{serviceName, servicePort}` of `{service: {name, port: {number | name}}}`.
    private static func shown(_ backend: JSONValue) -> JSONValue {
        guard let service = backend["service"], service.object != nil else { return backend }
        var old: JSONValue = [:]
        old.set(service["name"], at: ["serviceName"])
        let port = service["port"]
        let isNamed = port?["name"]?.string?.isEmpty == false
        old.set(isNamed ? port?["name"] : port?["number"], at: ["servicePort"])
        return old
    }

    private static func stored(_ backend: JSONValue) -> JSONValue {
        guard backend["serviceName"] != nil || backend["servicePort"] != nil else { return backend }
        var service: JSONValue = [:]
        service.set(backend["serviceName"], at: ["name"])
        if let port = backend["servicePort"] {
            service.set(port, at: ["port", port.integer == nil ? "name" : "number"])
        }
        return ["service": service]
    }
}
