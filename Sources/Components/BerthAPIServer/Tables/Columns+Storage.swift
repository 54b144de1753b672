import Kubernetes

extension Columns {
    private static func phase(_ object: JSONValue) -> String {
        object.deletionTimestamp != nil ? "Terminating" : Cell.text(object[path: "status", "phase"])
    }

    static let persistentVolumeClaims: [TableColumn] = [
        name, made("Status", "Whether a volume is bound.") { claim, _ in phase(claim) },
        text("Volume", "spec", "volumeName", description: "The bound volume."),
        made("Capacity", "Size of the bound volume.") { claim, _ in
            isBound(claim) ? Cell.text(claim[path: "status", "capacity", "storage"]) : ""
        },
        made("Access Modes", "How the bound volume may be mounted.") { claim, _ in
            isBound(claim) ? Cell.accessModes(claim[path: "status", "accessModes"]) : ""
        },
        text("StorageClass", "spec", "storageClassName", description: "The class asked for."),
        text("VolumeAttributesClass", "spec", "volumeAttributesClassName", absent: "<unset>"),
        age, text("VolumeMode", "spec", "volumeMode", absent: "<unset>", wide: true),
    ]

    private static func isBound(_ claim: JSONValue) -> Bool {
        !Cell.text(claim[path: "spec", "volumeName"]).isEmpty
    }

    static let persistentVolumes: [TableColumn] = [
        name, text("Capacity", "spec", "capacity", "storage", description: "Size of the volume."),
        made("Access Modes", "How the volume may be mounted.") { volume, _ in
            Cell.accessModes(volume[path: "spec", "accessModes"])
        },
        text(
            "Reclaim Policy",
            "spec",
            "persistentVolumeReclaimPolicy",
            description: "What follows when it is released."
        ),
        made("Status", "Whether a claim is bound.") { volume, _ in phase(volume) },
        made("Claim", "The bound claim.") { volume, _ in
            guard let claim = volume[path: "spec", "claimRef"] else { return "" }
            return "\(Cell.text(claim["namespace"]))/\(Cell.text(claim["name"]))"
        },
        text("StorageClass", "spec", "storageClassName", description: "Class of the volume."),
        text("VolumeAttributesClass", "spec", "volumeAttributesClassName", absent: "<unset>"),
        text("Reason", "status", "reason", description: "Why it is in this state."),
        age, text("VolumeMode", "spec", "volumeMode", absent: "<unset>", wide: true),
    ]

    static let storageClasses: [TableColumn] = [
        TableColumn("Name", format: "name", description: "Name must be unique.") { object, _ in
            let annotations = object.annotations
            let isDefault = [
                "storageclass.kubernetes.io/is-default-class", "storageclass.beta.kubernetes.io/is-default-class",
            ].contains { annotations[$0] == "true" }
            return .string(isDefault ? "\(object.name) (default)" : object.name)
        },
        text("Provisioner", "provisioner"), text("ReclaimPolicy", "reclaimPolicy", absent: "Delete"),
        text("VolumeBindingMode", "volumeBindingMode", absent: "<unset>"),
        TableColumn("AllowVolumeExpansion", type: "string") { object, _ in
            .bool(object["allowVolumeExpansion"]?.bool ?? false)
        },
        age,
    ]

    static let priorityClasses: [TableColumn] = [
        name, count("Value", "value"),
        TableColumn("Global-Default", type: "boolean") { object, _ in .bool(object["globalDefault"]?.bool ?? false) },
        age, text("PreemptionPolicy", "preemptionPolicy", absent: "PreemptLowerPriority"),
    ]

    static let leases = [name, text("Holder", "spec", "holderIdentity", description: "Who holds the lease."), age]
}
