import Kubernetes

/// The rules of what is done to a running container: probes and lifecycle hooks.
enum ProbeRules {
    private static let probes = ["livenessProbe", "readinessProbe", "startupProbe"]

    static func problems(_ container: JSONValue, _ field: String) -> [Status.Cause] {
        var causes: [Status.Cause] = []
        for name in probes {
            guard let probe = container[name], probe.object != nil else { continue }
            let place = "\(field).\(name)"
            causes += action(probe, place, kinds: ["exec", "httpGet", "tcpSocket", "grpc"])
            for member in [
                "initialDelaySeconds", "timeoutSeconds", "periodSeconds", "successThreshold", "failureThreshold",
            ] {
                guard let number = probe[member]?.integer, number < 0 else { continue }
                causes.append(.unquoted("\(place).\(member)", String(number), "must be greater than or equal to 0"))
            }
            if name != "readinessProbe", let number = probe["successThreshold"]?.integer, number > 1 {
                causes.append(.unquoted("\(place).successThreshold", String(number), "must be 1"))
            }
        }
        for hook in ["postStart", "preStop"] {
            guard let handler = container[path: "lifecycle", hook], handler.object != nil else { continue }
            causes += action(handler, "\(field).lifecycle.\(hook)", kinds: ["exec", "httpGet", "tcpSocket", "sleep"])
        }
        return causes
    }

    /// A container that ends before the others start is not probed; one that goes on beside them is.
    static func initial(_ container: JSONValue, _ field: String) -> [Status.Cause] {
        guard container["restartPolicy"] != "Always" else { return [] }
        return (["lifecycle"] + probes).filter { container[$0]?.object != nil }
            .map { name in
                let shown = container[name]?.serialized() ?? ""
                return .unquoted("\(field).\(name)", shown, "must not be set for init containers")
            }
    }

    private static func action(_ value: JSONValue, _ field: String, kinds: [String]) -> [Status.Cause] {
        var causes: [Status.Cause] = []
        let found = kinds.filter { value[$0]?.object != nil }
        if found.isEmpty { causes.append(.required(field, "must specify a handler type")) }
        for extra in found.dropFirst() {
            causes.append(.forbidden("\(field).\(extra)", "may not specify more than 1 handler type"))
        }
        if value["exec"]?.object != nil, value[path: "exec", "command"]?.array?.isEmpty ?? true {
            causes.append(.required("\(field).exec.command"))
        }
        for kind in ["httpGet", "tcpSocket"] where value[kind]?.object != nil {
            causes += FieldRules.portOrName(value[path: kind, "port"] ?? 0, "\(field).\(kind).port")
        }
        guard let get = value["httpGet"], get.object != nil else { return causes }
        causes += FieldRules.oneOf(get["scheme"], ["HTTP", "HTTPS"], "\(field).httpGet.scheme")
        for header in get["httpHeaders"]?.array ?? [] {
            let name = header["name"]?.string ?? ""
            let isName = name.utf8.allSatisfy {
                (0x30...0x39).contains($0) || (0x61...0x7A).contains($0 | 0x20) || $0 == UInt8(ascii: "-")
            }
            guard !isName || name.isEmpty else { continue }
            let why =
                "a valid HTTP header must consist of alphanumeric characters or '-' (e.g. 'X-Header-Name', regex "
                + "used for validation is '[-A-Za-z0-9]+')"
            causes.append(.invalid("\(field).httpGet.httpHeaders", name, why))
        }
        return causes
    }
}
