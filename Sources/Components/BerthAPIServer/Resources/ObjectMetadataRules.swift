import Kubernetes

/// What holds for the metadata of every object, whatever its kind.
///
/// https://kubernetes.io/docs/concepts/overview/working-with-objects/names/
enum ObjectMetadataRules {
    private static let annotationBytesLimit = 256 * 1024
    private static let subresourceBytesLimit = 256
    /// Those that need no prefix.
    private static let standardFinalizers: Set<String> = ["orphan", "foregroundDeletion", "kubernetes"]

    /// Everything that is wrong.
    static func faults(of object: JSONValue, kind: ResourceKind, old: JSONValue?) -> [Status.Cause] {
        var faults: [Status.Cause] = []
        nameFaults(object, kind, old, &faults)
        labelFaults(object, &faults)
        annotationFaults(object, &faults)
        ownerFaults(object, &faults)
        finalizerFaults(object, kind, old, &faults)
        managerFaults(object, old, &faults)
        return faults
    }

    /// Names in `managedFields` that a client sent; what the server notes itself is fit.
    private static func managerFaults(_ object: JSONValue, _ old: JSONValue?, _ faults: inout [Status.Cause]) {
        guard let entries = object["metadata"]?["managedFields"],
            entries != old?["metadata"]?["managedFields"]
        else { return }
        for (index, entry) in (entries.array ?? []).enumerated() {
            let place = "metadata.managedFields[\(index)]"
            let manager = entry["manager"]?.string ?? ""
            if let fault = QueryOptions.fault(inManager: manager, field: "\(place).manager") { faults.append(fault) }
            if (entry["subresource"]?.string ?? "").utf8.count > subresourceBytesLimit {
                faults.append(.tooLong("\(place).subresource", limit: subresourceBytesLimit))
            }
        }
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
            for why in NameFormat.qualifiedNameProblems(member.name) {
                faults.append(.invalid("metadata.labels", member.name, why))
            }
            for why in NameFormat.labelValueProblems(value) {
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
            for why in NameFormat.qualifiedNameProblems(member.name.lowercased()) {
                faults.append(.invalid("metadata.annotations", member.name, why))
            }
        }
        if bytes > annotationBytesLimit {
            faults.append(.tooLong("metadata.annotations", limit: annotationBytesLimit))
        }
    }

    private static func ownerFaults(_ object: JSONValue, _ faults: inout [Status.Cause]) {
        let owners = object.ownerReferences
        for owner in owners {
            for (name, what) in [("apiVersion", "version"), ("kind", "kind"), ("name", "name"), ("uid", "uid")]
            where (owner[name]?.string ?? "").isEmpty {
                faults.append(.invalid("metadata.ownerReferences.\(name)", "", "\(what) must not be empty"))
            }
        }
        let controllers = owners.filter { $0["controller"]?.bool == true }.map { $0["name"]?.string ?? "" }
        if controllers.count > 1 {
            faults.append(
                .unquoted(
                    "metadata.ownerReferences",
                    JSONValue.array(owners).serialized(),
                    "Only one reference can have Controller set to true. Found \"true\" in references for "
                        + "\(controllers[0]) and \(controllers[1])"
                )
            )
        }
    }

    /// Kubernetes' own kinds do; definitions, custom objects and OpenShift's kinds take any qualified name.
    private static func needsPrefixes(_ group: String) -> Bool {
        !group.contains(".") || ["rbac.authorization.k8s.io", "networking.k8s.io"].contains(group)
    }

    private static func finalizerFaults(
        _ object: JSONValue,
        _ kind: ResourceKind,
        _ old: JSONValue?,
        _ faults: inout [Status.Cause]
    ) {
        let known = standardFinalizers.union(old?.finalizers ?? [])
        for (index, finalizer) in object.finalizers.enumerated() where !known.contains(finalizer) {
            for why in NameFormat.qualifiedNameProblems(finalizer) {
                faults.append(.invalid("metadata.finalizers", finalizer, why))
            }
            if needsPrefixes(kind.gvk.group), !finalizer.utf8.contains(UInt8(ascii: "/")) {
                faults.append(
                    .invalid(
                        "metadata.finalizers[\(index)]",
                        finalizer,
                        "name is neither a standard finalizer name nor is it fully qualified"
                    )
                )
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
