import Kubernetes

/// The rules of a pod's volumes: names, and exactly one source each.
enum PodVolumeRules {
    /// Members that sources of some kinds cannot do without.
    private static let required = [
        ("secret", ["secretName"]), ("configMap", ["name"]), ("persistentVolumeClaim", ["claimName"]),
        ("hostPath", ["path"]), ("nfs", ["server", "path"]), ("csi", ["driver"]), ("gitRepo", ["repository"]),
        ("iscsi", ["targetPortal", "iqn"]), ("awsElasticBlockStore", ["volumeID"]), ("gcePersistentDisk", ["pdName"]),
    ]
    private static let hostPathTypes = [
        "", "BlockDevice", "CharDevice", "Directory", "DirectoryOrCreate", "File", "FileOrCreate", "Socket",
    ]

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
            for (source, members) in required where volume[source]?.object != nil {
                for member in members {
                    causes += FieldRules.required(volume[source]?[member], "\(place).\(source).\(member)")
                }
            }
            causes += paths(volume, place) + contents(volume, place)
        }
        return causes
    }

    private static func paths(_ volume: JSONValue, _ field: String) -> [Status.Cause] {
        var causes: [Status.Cause] = []
        if let path = volume[path: "hostPath", "path"]?.string {
            causes += backsteps(path, "\(field).hostPath.path")
        }
        if let type = volume[path: "hostPath", "type"]?.string, !hostPathTypes.contains(type) {
            causes.append(.notSupported("\(field).hostPath.type", type, words: hostPathTypes))
        }
        if let path = volume[path: "nfs", "path"]?.string, !path.isEmpty, !path.hasPrefix("/") {
            causes.append(.invalid("\(field).nfs.path", path, "must be an absolute path"))
        }
        if let size = volume[path: "emptyDir", "sizeLimit"],
            Quantity(parsing: Cell.text(size)).map({ $0 < .zero }) ?? true
        {
            let why = "SizeLimit field must be a valid resource quantity"
            causes.append(.forbidden("\(field).emptyDir.sizeLimit", why))
        }
        return causes
    }

    /// Files that are made of keys and of the pod's own fields.
    private static func contents(_ volume: JSONValue, _ field: String) -> [Status.Cause] {
        var causes: [Status.Cause] = []
        for source in ["secret", "configMap", "downwardAPI", "projected"] {
            guard let value = volume[source], value.object != nil else { continue }
            causes += mode(value["defaultMode"], "\(field).\(source).defaultMode")
            causes += source == "downwardAPI" ? ownFields(value, "\(field).\(source)") : []
            causes += source == "downwardAPI" ? [] : items(value, "\(field).\(source)")
        }
        for (index, source) in (volume[path: "projected", "sources"]?.array ?? []).enumerated() {
            let place = "\(field).projected.sources[\(index)]"
            for kind in ["secret", "configMap"] where source[kind]?.object != nil {
                causes += FieldRules.required(source[kind]?["name"], "\(place).\(kind).name")
                causes += items(source[kind] ?? [:], "\(place).\(kind)")
            }
            if let own = source["downwardAPI"], own.object != nil { causes += ownFields(own, "\(place).downwardAPI") }
            if let token = source["serviceAccountToken"], token.object != nil {
                causes += FieldRules.required(token["path"], "\(field).projected.path")
            }
        }
        return causes
    }

    private static func items(_ source: JSONValue, _ field: String) -> [Status.Cause] {
        (source["items"]?.array ?? []).enumerated().flatMap { index, item -> [Status.Cause] in
            let place = "\(field).items[\(index)]"
            return FieldRules.required(item["key"], "\(place).key") + FieldRules.required(item["path"], "\(place).path")
                + relative(item["path"]?.string ?? "", "\(place).path") + mode(item["mode"], "\(place).mode")
        }
    }

    private static func ownFields(_ source: JSONValue, _ field: String) -> [Status.Cause] {
        (source["items"]?.array ?? []).flatMap { item -> [Status.Cause] in
            var causes: [Status.Cause] = []
            if let reference = item["fieldRef"], reference.object != nil {
                causes += EnvironmentRules.fieldReference(reference, "\(field).fieldRef", isVolume: true)
            } else if let reference = item["resourceFieldRef"], reference.object != nil {
                causes += EnvironmentRules.amountReference(reference, "\(field).resourceFieldRef", isVolume: true)
            } else {
                causes.append(.required(field, "one of fieldRef and resourceFieldRef is required"))
            }
            return causes + FieldRules.required(item["path"], "\(field).path")
                + relative(item["path"]?.string ?? "", "\(field).path") + mode(item["mode"], "\(field).mode")
        }
    }

    private static func mode(_ value: JSONValue?, _ field: String) -> [Status.Cause] {
        guard let mode = value?.integer, !(0...0o777).contains(mode) else { return [] }
        return [.unquoted(field, String(mode), "must be a number between 0 and 0777 (octal), both inclusive")]
    }

    /// A path that stays where it begins.
    static func relative(_ path: String, _ field: String) -> [Status.Cause] {
        if path.hasPrefix("/") { return [.invalid(field, path, "must be a relative path")] }
        return backsteps(path, field)
    }

    private static func backsteps(_ path: String, _ field: String) -> [Status.Cause] {
        guard path.split(separator: "/").contains("..") else { return [] }
        return [.invalid(field, path, "must not contain '..'")]
    }
}
