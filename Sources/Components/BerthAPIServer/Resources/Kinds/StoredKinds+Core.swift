/// The core group.
extension StoredKinds {
    static let core: [ResourceKind] = [
        kind(
            "v1",
            "ConfigMap",
            "configmaps",
            short: ["cm"],
            columns: Columns.configMaps,
            strategy: SecretRules.configMaps
        ),
        kind(
            "v1",
            "Endpoints",
            "endpoints",
            short: ["ep"],
            columns: Columns.endpoints,
            strategy: ServiceRules.endpoints
        ) { $0.singular = "endpoints" },
        kind("v1", "Event", "events", short: ["ev"], columns: Columns.events, strategy: CoreRules.events) {
            $0.selectableFields = eventFields
            $0.select("source", from: "source.component", "reportingComponent")
        },
        kind(
            "v1",
            "LimitRange",
            "limitranges",
            short: ["limits"],
            columns: Columns.limitRanges,
            strategy: LimitRangeRules.rules
        ),
        kind(
            "v1",
            "Namespace",
            "namespaces",
            namespaced: false,
            short: ["ns"],
            status: true,
            columns: Columns.namespaces
        ) {
            $0.selectableFields = ["status.phase"]
            $0.verbs.removeAll { $0 == "deletecollection" }
        },
        kind(
            "v1",
            "Node",
            "nodes",
            namespaced: false,
            short: ["no"],
            status: true,
            columns: Columns.nodes,
            strategy: CoreRules.nodes
        ) {
            $0.select("spec.unschedulable", absent: "false")
        },
        kind(
            "v1",
            "PersistentVolumeClaim",
            "persistentvolumeclaims",
            short: ["pvc"],
            status: true,
            columns: Columns.persistentVolumeClaims,
            strategy: StorageRules.claims
        ),
        kind(
            "v1",
            "PersistentVolume",
            "persistentvolumes",
            namespaced: false,
            short: ["pv"],
            status: true,
            columns: Columns.persistentVolumes,
            strategy: StorageRules.volumes
        ),
        kind(
            "v1",
            "Pod",
            "pods",
            short: ["po"],
            categories: ["all"],
            status: true,
            columns: Columns.pods,
            strategy: PodRules.pods
        ) {
            $0.selectableFields = [
                "spec.nodeName", "spec.restartPolicy", "spec.schedulerName", "spec.serviceAccountName",
                "status.phase", "status.podIP", "status.nominatedNodeName",
            ]
            $0.select("spec.hostNetwork", absent: "false")
        },
        kind("v1", "PodTemplate", "podtemplates", columns: Columns.podTemplates, strategy: WorkloadRules.podTemplates),
        kind(
            "v1",
            "ReplicationController",
            "replicationcontrollers",
            short: ["rc"],
            categories: ["all"],
            status: true,
            columns: Columns.replicationControllers,
            strategy: WorkloadRules.replicationControllers
        ) {
            $0.subresources.append(scaleSubresource)
            $0.select("status.replicas", absent: "0")
        },
        kind(
            "v1",
            "ResourceQuota",
            "resourcequotas",
            short: ["quota"],
            status: true,
            columns: Columns.resourceQuotas,
            strategy: QuotaRules.rules
        ),
        kind("v1", "Secret", "secrets", columns: Columns.secrets, strategy: SecretRules.secrets) {
            $0.selectableFields = ["type"]
        },
        kind("v1", "ServiceAccount", "serviceaccounts", short: ["sa"], columns: Columns.serviceAccounts),
        kind(
            "v1",
            "Service",
            "services",
            short: ["svc"],
            categories: ["all"],
            status: true,
            columns: Columns.services,
            strategy: ServiceRules.services
        ) {
            $0.selectableFields = ["spec.clusterIP", "spec.type"]
        },
    ]

    static let eventFields = [
        "involvedObject.kind", "involvedObject.namespace", "involvedObject.name", "involvedObject.uid",
        "involvedObject.apiVersion", "involvedObject.resourceVersion", "involvedObject.fieldPath", "reason",
        "reportingComponent", "type",
    ]
}
