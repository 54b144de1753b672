import Kubernetes

/// The rules of a pod's volumes: names, and exactly one source each.
enum PodVolumeRules {
    static func problems(_ spec: JSONValue, _ field: String) -> [Status.Cause] {
        var causes: [Status.Cause] = []
        var names: Set<String> = []
        for (index, volume) in (spec["volumes"]?.array ?? []).enumerated() {
            let place = "\(field)[\(index)]"
            let name = volume["name"]?.string ?? ""
            if name.isEmpty {
                causes.append(.required("\(place).name"))
            } else {
                causes += FieldRules.name(name, "\(place).name", NameFormat.labelProblems)
                if !names.insert(name).inserted { causes.append(.duplicate("\(place).name", name)) }
            }
            let sources = (volume.object?.names ?? []).filter { $0 != "name" && volume[$0]?.isNull == false }
            if sources.isEmpty { causes.append(.required(place, "must specify a volume type")) }
            for extra in sources.dropFirst() {
                causes.append(.forbidden("\(place).\(extra)", "may not specify more than 1 volume type"))
            }
            for (source, member) in [
                ("secret", "secretName"), ("configMap", "name"), ("persistentVolumeClaim", "claimName"),
                ("hostPath", "path"),
            ] where volume[source]?.object != nil {
                causes += FieldRules.required(volume[source]?[member], "\(place).\(source).\(member)")
            }
        }
        return causes
    }
}
