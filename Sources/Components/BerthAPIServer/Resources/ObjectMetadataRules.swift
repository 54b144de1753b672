import Kubernetes

/// What holds for the metadata of every object, whatever its kind.
///
/// https://kubernetes.io/docs/concepts/overview/working-with-objects/names/
enum ObjectMetadataRules {
    private static let annotationBytesLimit = 256 * 1024
    private static let collectorFinalizers: Set<String> = ["orphan", "foregroundDeletion"]

    /// Everything that is wrong.
    static func faults(of object: JSONValue, kind: ResourceKind, old: JSONValue?) -> [Status.Cause] {
        var faults: [Status.Cause] = []
        nameFaults(object, kind, old, &faults)
        labelFaults(object, &faults)
        annotationFaults(object, &faults)
        ownerFaults(object, &faults)
        finalizerFaults(object, old, &faults)
        return faults
    }

    private static func nameFaults(
        _ object: JSONValue,
        _ kind: ResourceKind,
        _ old: JSONValue?,
        _ faults: inout [Status.Cause]
    ) {
        if let old {
            for (name, new, was) in [
                ("name", object.name, old.name), ("namespace", object.namespace, old.namespace),
            ] where !new.utf8.elementsEqual(was.utf8) {
                faults.append(.invalid("metadata.\(name)", new, "field is immutable"))
            }
            return
        }
        if object["metadata"]?["name"]?.string == nil || object.name.isEmpty {
            faults.append(
                Status.Cause(
                    reason: "FieldValueRequired",
                    message: "Required value: name or generateName is required",
                    field: "metadata.name"
                )
            )
        } else if let why = kind.strategy.nameRule.fault(of: object.name) {
            faults.append(.invalid("metadata.name", object.name, why))
        }
    }

    private static func labelFaults(_ object: JSONValue, _ faults: inout [Status.Cause]) {
        guard let labels = object["metadata"]?["labels"], !labels.isNull else { return }
        guard let members = labels.object else {
            faults.append(.invalid("metadata.labels", "", "must be a map of strings"))
            return
        }
        for member in members {
            guard let value = member.value.string else {
                faults.append(.invalid("metadata.labels", member.name, "must have a string as its value"))
                continue
            }
            if let why = NameFormat.qualifiedNameProblems(member.name).first {
                faults.append(.invalid("metadata.labels", member.name, why))
            }
            if let why = NameFormat.labelValueProblems(value).first {
                faults.append(.invalid("metadata.labels", value, why))
            }
        }
    }

    private static func annotationFaults(_ object: JSONValue, _ faults: inout [Status.Cause]) {
        guard let annotations = object["metadata"]?["annotations"], !annotations.isNull else { return }
        guard let members = annotations.object else {
            faults.append(.invalid("metadata.annotations", "", "must be a map of strings"))
            return
        }
        var bytes = 0
        for member in members {
            guard let value = member.value.string else {
                faults.append(.invalid("metadata.annotations", member.name, "must have a string as its value"))
                continue
            }
            bytes += member.name.utf8.count + value.utf8.count
            if let why = NameFormat.qualifiedNameProblems(member.name.lowercased()).first {
                faults.append(.invalid("metadata.annotations", member.name, why))
            }
        }
        if bytes > annotationBytesLimit {
            faults.append(
                Status.Cause(
                    reason: "FieldValueTooLong",
                    message: "Too long: may not be more than \(annotationBytesLimit) bytes",
                    field: "metadata.annotations"
                )
            )
        }
    }

    private static func ownerFaults(_ object: JSONValue, _ faults: inout [Status.Cause]) {
        var controllers = 0
        for (index, owner) in object.ownerReferences.enumerated() {
            let field = "metadata.ownerReferences[\(index)]"
            for name in ["apiVersion", "kind", "name", "uid"] where (owner[name]?.string ?? "").isEmpty {
                faults.append(
                    Status.Cause(
                        reason: "FieldValueRequired",
                        message: "Required value: must not be empty",
                        field: "\(field).\(name)"
                    )
                )
            }
            if owner["controller"]?.bool == true { controllers += 1 }
        }
        if controllers > 1 {
            faults.append(
                .invalid("metadata.ownerReferences", "", "Only one reference can have Controller set to true")
            )
        }
    }

    private static func finalizerFaults(_ object: JSONValue, _ old: JSONValue?, _ faults: inout [Status.Cause]) {
        for (index, finalizer) in object.finalizers.enumerated() where !collectorFinalizers.contains(finalizer) {
            if let why = NameFormat.qualifiedNameProblems(finalizer).first {
                faults.append(.invalid("metadata.finalizers[\(index)]", finalizer, why))
            }
        }
        guard let old, old.deletionTimestamp != nil else { return }
        let added = object.finalizers.filter { !old.finalizers.contains($0) }
        guard !added.isEmpty else { return }
        let names = added.map { "\"\($0)\"" }.joined(separator: ", ")
        faults.append(
            Status.Cause(
                reason: "FieldValueForbidden",
                message: "Forbidden: no new finalizers can be added if the object is being deleted, "
                    + "found new finalizers []string{\(names)}",
                field: "metadata.finalizers"
            )
        )
    }
}
