import Kubernetes

/// The rules of volumes, claims and classes.
enum StorageRules {
    private static let modes = ["ReadWriteOnce", "ReadOnlyMany", "ReadWriteMany", "ReadWriteOncePod"]

    static let claims = KindRules(
        hasStatus: true,
        initialStatus: ["phase": "Pending"],
        defaults: { claim in
            if claim["spec"]?.object != nil { FieldRules.fill(&claim, "spec", "volumeMode", with: "Filesystem") }
        },
        problems: { claim, old in
            var causes = accessModes(claim)
            let size = claim[path: "spec", "resources", "requests", "storage"]
            if let size {
                if Quantity(parsing: Cell.text(size)) ?? .zero <= .zero {
                    causes.append(
                        .invalid("spec.resources[storage]", Cell.text(size), "must be greater than zero")
                    )
                }
            } else {
                causes.append(.required("spec.resources[storage]"))
            }
            guard let old else { return causes }
            var (now, before) = (claim["spec"] ?? [:], old["spec"] ?? [:])
            for path in [["volumeName"], ["resources", "requests"], ["volumeAttributesClassName"]] {
                now.set(nil, at: path)
                before.set(nil, at: path)
            }
            let volume = old[path: "spec", "volumeName"]?.string ?? ""
            if now != before || !volume.isEmpty && claim[path: "spec", "volumeName"]?.string != volume {
                causes.append(
                    .forbidden(
                        "spec",
                        "spec is immutable after creation except resources.requests and volumeAttributesClassName for "
                            + "bound claims"
                    )
                )
            }
            return causes
        }
    )

    /// Members of a volume's spec that do not say where it is.
    private static let plainMembers: Set = [
        "accessModes", "capacity", "claimRef", "mountOptions", "nodeAffinity", "persistentVolumeReclaimPolicy",
        "storageClassName", "volumeMode", "volumeAttributesClassName",
    ]

    static let volumes = KindRules(
        hasStatus: true,
        initialStatus: ["phase": "Pending"],
        defaults: { volume in
            guard volume["spec"]?.object != nil else { return }
            FieldRules.fill(&volume, "spec", "persistentVolumeReclaimPolicy", with: "Retain")
            FieldRules.fill(&volume, "spec", "volumeMode", with: "Filesystem")
            if volume[path: "spec", "hostPath"]?.object != nil {
                FieldRules.setDefault(&volume, "spec", "hostPath", "type", to: "")
            }
        },
        problems: { volume, _ in
            var causes = accessModes(volume)
            if volume[path: "spec", "capacity", "storage"] == nil { causes.append(.required("spec.capacity")) }
            let sources = (volume["spec"]?.object?.names ?? []).filter { !plainMembers.contains($0) }
            if sources.isEmpty { causes.append(.required("spec", "must specify a volume type")) }
            if sources.contains("local"), volume[path: "spec", "nodeAffinity", "required"]?.object == nil {
                causes.append(.required("spec.nodeAffinity", "Local volume requires node affinity"))
            }
            for extra in sources.dropFirst() {
                causes.append(.forbidden("spec.\(extra)", "may not specify more than 1 volume type"))
            }
            return causes
                + FieldRules.oneOf(
                    volume[path: "spec", "persistentVolumeReclaimPolicy"],
                    ["Retain", "Delete", "Recycle"],
                    "spec.persistentVolumeReclaimPolicy"
                )
        }
    )

    static let storageClasses = KindRules(
        defaults: { object in
            FieldRules.fill(&object, "reclaimPolicy", with: "Delete")
            FieldRules.fill(&object, "volumeBindingMode", with: "Immediate")
        },
        problems: { object, old in
            FieldRules.required(object["provisioner"], "provisioner")
                + FieldRules.oneOf(object["reclaimPolicy"], ["Delete", "Retain"], "reclaimPolicy")
                + FieldRules.oneOf(
                    object["volumeBindingMode"],
                    ["Immediate", "WaitForFirstConsumer"],
                    "volumeBindingMode"
                )
                + FieldRules.immutable(
                    object,
                    old,
                    ["provisioner"],
                    ["parameters"],
                    ["reclaimPolicy"],
                    ["volumeBindingMode"]
                )
        }
    )

    static let priorityClasses = KindRules(
        defaults: { FieldRules.fill(&$0, "preemptionPolicy", with: "PreemptLowerPriority") },
        problems: { object, old in
            var causes = FieldRules.oneOf(
                object["preemptionPolicy"],
                ["Never", "PreemptLowerPriority"],
                "preemptionPolicy"
            )
            if object.name.hasPrefix("system-"), (object["value"]?.integer ?? 0) < 2_000_000_000 {
                causes.append(
                    .forbidden(
                        "metadata.name",
                        "priority class names with 'system-' prefix are reserved for system use only. error: \(object.name) is not a known system priority class"
                    )
                )
            }
            if !object.name.hasPrefix("system-"), (object["value"]?.integer ?? 0) > 1_000_000_000 {
                causes.append(
                    .forbidden("value", "maximum allowed value of a user defined priority is 1000000000")
                )
            }
            if let old, old["value"] != object["value"] {
                causes.append(.forbidden("value", "may not be changed in an update."))
            }
            return causes
        }
    )

    private static func accessModes(_ object: JSONValue) -> [Status.Cause] {
        let found = object[path: "spec", "accessModes"]?.strings ?? []
        if found.isEmpty { return [.required("spec.accessModes", "at least 1 access mode is required")] }
        return found.flatMap { FieldRules.oneOf(.string($0), modes, "spec.accessModes") }
    }
}
