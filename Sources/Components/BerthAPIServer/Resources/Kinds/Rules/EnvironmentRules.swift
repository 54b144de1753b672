import Kubernetes

/// The rules of a container's variables, and of references to a pod's own fields and amounts.
enum EnvironmentRules {
    private static let fields = [
        "metadata.name", "metadata.namespace", "metadata.uid", "spec.nodeName", "spec.serviceAccountName",
        "status.hostIP", "status.hostIPs", "status.podIP", "status.podIPs",
    ]
    private static let amounts = ["cpu", "ephemeral-storage", "memory"].flatMap { ["limits.\($0)", "requests.\($0)"] }

    static func problems(_ container: JSONValue, _ field: String) -> [Status.Cause] {
        var causes: [Status.Cause] = []
        for (index, variable) in (container["env"]?.array ?? []).enumerated() {
            let place = "\(field).env[\(index)]"
            let name = variable["name"]?.string ?? ""
            causes += name.isEmpty ? [.required("\(place).name")] : variableName(name, "\(place).name")
            if let source = variable["valueFrom"], source.object != nil {
                causes += sourceProblems(source, value: variable["value"]?.string ?? "", "\(place).valueFrom")
            }
        }
        for (index, source) in (container["envFrom"]?.array ?? []).enumerated() {
            let place = "\(field).envFrom[\(index)]"
            if let prefix = source["prefix"]?.string, !prefix.isEmpty {
                causes += variableName(prefix, "\(place).prefix")
            }
            let references = ["configMapRef", "secretRef"].filter { source[$0]?.object != nil }
            for reference in references {
                let name = source[reference]?["name"]?.string ?? ""
                let at = "\(place).\(reference).name"
                causes += name.isEmpty ? [.required(at)] : FieldRules.name(name, at, NameFormat.subdomainProblems)
            }
            if references.isEmpty {
                causes.append(.invalid("\(field).envFrom", "", "must specify one of: `configMapRef` or `secretRef`"))
            } else if references.count > 1 {
                let why = "may not have more than one field specified at a time"
                causes.append(.invalid("\(field).envFrom", "", why))
            }
        }
        return causes
    }

    private static func variableName(_ name: String, _ field: String) -> [Status.Cause] {
        guard !name.utf8.allSatisfy({ (0x20...0x7E).contains($0) && $0 != UInt8(ascii: "=") }) else { return [] }
        let why =
            "a valid environment variable name must consist only of printable ASCII characters other than '='"
        return [.invalid(field, name, why)]
    }

    private static func sourceProblems(_ source: JSONValue, value: String, _ field: String) -> [Status.Cause] {
        let members = source.object ?? JSONObject()
        var causes: [Status.Cause] = []
        if let reference = source["fieldRef"], reference.object != nil {
            causes += fieldReference(reference, "\(field).fieldRef", isVolume: false)
        }
        if let reference = source["resourceFieldRef"], reference.object != nil {
            causes += amountReference(reference, "\(field).resourceFieldRef", isVolume: false)
        }
        for kind in ["secretKeyRef", "configMapKeyRef"] where source[kind]?.object != nil {
            let key = source[kind]?["key"]?.string ?? ""
            let place = "\(field).\(kind)"
            causes += key.isEmpty ? [.required("\(place).key")] : []
            if !key.isEmpty { causes += FieldRules.name(key, "\(place).key", NameFormat.configKeyProblems) }
        }
        if members.isEmpty {
            let why = "must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef` or `secretKeyRef`"
            causes.append(.invalid(field, "", why))
        }
        if !value.isEmpty {
            causes.append(.invalid(field, "", "may not be specified when `value` is not empty"))
        }
        if members.count > 1 {
            causes.append(.invalid(field, "", "may not have more than one field specified at a time"))
        }
        return causes
    }

    /// A field of the pod itself; volumes also take all labels and all annotations.
    static func fieldReference(_ reference: JSONValue, _ field: String, isVolume: Bool) -> [Status.Cause] {
        let place = "\(field).fieldPath"
        let path = reference["fieldPath"]?.string ?? ""
        if path.isEmpty { return [.required(place)] }
        let version = reference["apiVersion"]?.string ?? ""
        if !version.isEmpty, version != "v1" {
            return [.invalid(place, path, "error converting fieldPath: unsupported pod version: \(version)")]
        }
        if fields.contains(path) || isOneOfMap(path) { return [] }
        let whole = ["metadata.annotations", "metadata.labels"]
        guard whole.contains(path) else {
            return [.invalid(place, path, "error converting fieldPath: field label not supported: \(path)")]
        }
        return isVolume ? [] : [.notSupported(place, path, words: fields)]
    }

    /// `metadata.labels['a']`.
    private static func isOneOfMap(_ path: String) -> Bool {
        ["metadata.annotations['", "metadata.labels['"].contains { path.hasPrefix($0) } && path.hasSuffix("']")
    }

    /// An amount that a container asks for; in a volume the container is named.
    static func amountReference(_ reference: JSONValue, _ field: String, isVolume: Bool) -> [Status.Cause] {
        let name = reference["resource"]?.string ?? ""
        if isVolume, (reference["containerName"]?.string ?? "").isEmpty {
            return [.required("\(field).containerName")]
        }
        if name.isEmpty { return [.required("\(field).resource")] }
        let isHuge = name.hasPrefix("limits.hugepages-") || name.hasPrefix("requests.hugepages-")
        return amounts.contains(name) || isHuge ? [] : [.notSupported("\(field).resource", name, words: amounts)]
    }
}
