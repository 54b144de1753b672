import Kubernetes

/// The rules of a container.
enum ContainerRules {
    static func problems(_ container: JSONValue, _ field: String, volumes: Set<String>) -> [Status.Cause] {
        var causes: [Status.Cause] = []
        let name = container["name"]?.string ?? ""
        if name.isEmpty {
            causes.append(.required("\(field).name"))
        } else {
            causes += FieldRules.name(name, "\(field).name", NameFormat.labelProblems)
        }
        let image = container["image"]?.string ?? ""
        if image.isEmpty {
            causes.append(.required("\(field).image"))
        } else if image.first?.isWhitespace == true || image.last?.isWhitespace == true {
            causes.append(.invalid("\(field).image", image, "must not have leading or trailing whitespace"))
        }
        causes += FieldRules.oneOf(
            container["imagePullPolicy"],
            ["Always", "IfNotPresent", "Never"],
            "\(field).imagePullPolicy"
        )
        causes += FieldRules.oneOf(
            container["terminationMessagePolicy"],
            ["File", "FallbackToLogsOnError"],
            "\(field).terminationMessagePolicy"
        )
        return causes + ports(container, field) + environment(container, field) + mounts(container, field, volumes)
            + resources(container["resources"], "\(field).resources") + probes(container, field)
    }

    private static func ports(_ container: JSONValue, _ field: String) -> [Status.Cause] {
        var causes: [Status.Cause] = []
        var names: Set<String> = []
        for (index, port) in (container["ports"]?.array ?? []).enumerated() {
            let place = "\(field).ports[\(index)]"
            if let name = port["name"]?.string, !name.isEmpty {
                causes += FieldRules.portName(name, "\(place).name")
                if !names.insert(name).inserted { causes.append(.duplicate("\(place).name", name)) }
            }
            if let number = port["containerPort"]?.integer {
                causes += FieldRules.port(number, "\(place).containerPort")
            } else {
                causes.append(.required("\(place).containerPort"))
            }
            if let number = port["hostPort"]?.integer, number != 0 {
                causes += FieldRules.port(number, "\(place).hostPort")
            }
            causes += FieldRules.oneOf(port["protocol"], ["TCP", "UDP", "SCTP"], "\(place).protocol")
        }
        return causes
    }

    private static func environment(_ container: JSONValue, _ field: String) -> [Status.Cause] {
        var causes: [Status.Cause] = []
        for (index, variable) in (container["env"]?.array ?? []).enumerated() {
            let place = "\(field).env[\(index)]"
            let name = variable["name"]?.string ?? ""
            if name.isEmpty {
                causes.append(.required("\(place).name"))
            } else if !name.utf8.allSatisfy({ (0x20...0x7E).contains($0) && $0 != UInt8(ascii: "=") }) {
                causes.append(
                    .invalid(
                        "\(place).name",
                        name,
                        "a valid environment variable name must consist only of printable ASCII characters other than '='"
                    )
                )
            }
            guard let source = variable["valueFrom"]?.object else { continue }
            if source.isEmpty {
                causes.append(
                    .invalid(
                        "\(place).valueFrom",
                        "",
                        "must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef` or `secretKeyRef`"
                    )
                )
            }
            if !(variable["value"]?.string ?? "").isEmpty {
                causes.append(.invalid("\(place).valueFrom", "", "may not be specified when `value` is not empty"))
            }
            if source.count > 1 {
                causes.append(
                    .invalid("\(place).valueFrom", "", "may not have more than one field specified at a time")
                )
            }
            for reference in ["secretKeyRef", "configMapKeyRef"] where source[reference]?.object != nil {
                causes += FieldRules.required(source[reference]?["key"], "\(place).valueFrom.\(reference).key")
            }
        }
        return causes
    }

    private static func mounts(_ container: JSONValue, _ field: String, _ volumes: Set<String>) -> [Status.Cause] {
        var causes: [Status.Cause] = []
        var paths: Set<String> = []
        for (index, mount) in (container["volumeMounts"]?.array ?? []).enumerated() {
            let place = "\(field).volumeMounts[\(index)]"
            let name = mount["name"]?.string ?? ""
            if name.isEmpty {
                causes.append(.required("\(place).name"))
            } else if !volumes.contains(name) {
                causes.append(
                    Status.Cause(
                        reason: "FieldValueNotFound",
                        message: "Not found: \"\(name)\"",
                        field: "\(place).name"
                    )
                )
            }
            let path = mount["mountPath"]?.string ?? ""
            if path.isEmpty {
                causes.append(.required("\(place).mountPath"))
            } else if !paths.insert(path).inserted {
                causes.append(.invalid("\(place).mountPath", path, "must be unique"))
            }
        }
        return causes
    }

    /// Requests and limits: amounts that are not negative, and no request above its limit.
    static func resources(_ resources: JSONValue?, _ field: String) -> [Status.Cause] {
        var causes: [Status.Cause] = []
        func amount(_ value: JSONValue?) -> Quantity? { Quantity(parsing: Cell.text(value)) }
        for list in ["limits", "requests"] {
            for member in resources?[list]?.object ?? JSONObject() {
                let text = Cell.text(member.value)
                if !isResource(member.name) {
                    let place = "\(field).\(list)[\(member.name)]"
                    causes.append(.invalid(place, member.name, "must be a standard resource type or fully qualified"))
                    causes.append(.invalid(place, member.name, "must be a standard resource for containers"))
                }
                guard let quantity = Quantity(parsing: text) else {
                    causes.append(.invalid("\(field).\(list).\(member.name)", text, Quantity.problem))
                    continue
                }
                if quantity < .zero {
                    causes.append(
                        .invalid("\(field).\(list)[\(member.name)]", text, "must be greater than or equal to 0")
                    )
                }
            }
        }
        for member in resources?["requests"]?.object ?? JSONObject() {
            guard let request = amount(member.value), let limit = amount(resources?["limits"]?[member.name]),
                request > limit
            else { continue }
            causes.append(
                .invalid(
                    "\(field).requests",
                    Cell.text(member.value),
                    "must be less than or equal to \(member.name) limit of "
                        + Cell.text(resources?["limits"]?[member.name])
                )
            )
        }
        return causes
    }

    /// What a container may ask for: what every node has, or something with a prefix.
    private static func isResource(_ name: String) -> Bool {
        ["cpu", "memory", "ephemeral-storage", "storage"].contains(name) || name.hasPrefix("hugepages-")
            || name.utf8.contains(UInt8(ascii: "/"))
    }

    private static func probes(_ container: JSONValue, _ field: String) -> [Status.Cause] {
        var causes: [Status.Cause] = []
        for probe in ["livenessProbe", "readinessProbe", "startupProbe"] {
            guard let value = container[probe], value.object != nil else { continue }
            let place = "\(field).\(probe)"
            let handlers = ["exec", "httpGet", "tcpSocket", "grpc"].filter { value[$0]?.object != nil }
            if handlers.isEmpty { causes.append(.required(place, "must specify a handler type")) }
            for extra in handlers.dropFirst() {
                causes.append(.forbidden("\(place).\(extra)", "may not specify more than 1 handler type"))
            }
            if value["exec"]?.object != nil, value[path: "exec", "command"]?.array?.isEmpty ?? true {
                causes.append(.required("\(place).exec.command"))
            }
            if let port = value[path: "httpGet", "port"] {
                causes += FieldRules.portOrName(port, "\(place).httpGet.port")
            }
            for name in [
                "initialDelaySeconds", "timeoutSeconds", "periodSeconds", "successThreshold", "failureThreshold",
            ] {
                guard let number = value[name]?.integer, number < 0 else { continue }
                causes.append(.unquoted("\(place).\(name)", String(number), "must be greater than or equal to 0"))
            }
        }
        return causes
    }
}
