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
        return causes + ports(container, field) + EnvironmentRules.problems(container, field)
            + mounts(container, field, volumes) + AmountRules.problems(container["resources"], "\(field).resources")
            + ProbeRules.problems(container, field)
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
            causes += below(mount, field)
            if mount["mountPropagation"] == "Bidirectional",
                container[path: "securityContext", "privileged"]?.bool != true
            {
                let why = "Bidirectional mount propagation is available only to privileged containers"
                causes.append(.forbidden("\(field).volumeMounts.mountPropagation", why))
            }
            if !(mount["subPath"]?.string ?? "").isEmpty, let other = mount["subPathExpr"]?.string, !other.isEmpty {
                causes.append(
                    .invalid("\(place).subPathExpr", other, "subPathExpr and subPath are mutually exclusive")
                )
            }
        }
        return causes
    }

    /// Where a mount begins within its volume, and what others see of it.
    private static func below(_ mount: JSONValue, _ field: String) -> [Status.Cause] {
        var causes = ["subPath", "subPathExpr"].flatMap { member in
            PodVolumeRules.relative(mount[member]?.string ?? "", "\(field).volumeMounts.\(member)")
        }
        causes += FieldRules.oneOf(
            mount["mountPropagation"],
            ["Bidirectional", "HostToContainer", "None"],
            "\(field).volumeMounts.mountPropagation"
        )
        return causes
    }
}
