/// What runs pods: apps, batch, autoscaling.
extension StoredKinds {
    static let workloads: [ResourceKind] = [
        kind(
            "apps/v1",
            "ControllerRevision",
            "controllerrevisions",
            columns: Columns.controllerRevisions,
            strategy: CoreRules.controllerRevisions
        ),
        kind(
            "apps/v1",
            "DaemonSet",
            "daemonsets",
            short: ["ds"],
            categories: ["all"],
            status: true,
            columns: Columns.daemonSets,
            strategy: WorkloadRules.daemonSets
        ),
        kind(
            "apps/v1",
            "Deployment",
            "deployments",
            short: ["deploy"],
            categories: ["all"],
            status: true,
            columns: Columns.deployments,
            strategy: WorkloadRules.deployments
        ) {
            $0.subresources.append(scaleSubresource)
        },
        kind(
            "apps/v1",
            "ReplicaSet",
            "replicasets",
            short: ["rs"],
            categories: ["all"],
            status: true,
            columns: Columns.replicaSets,
            strategy: WorkloadRules.replicaSets
        ) {
            $0.subresources.append(scaleSubresource)
            $0.select("status.replicas", absent: "0")
        },
        kind(
            "apps/v1",
            "StatefulSet",
            "statefulsets",
            short: ["sts"],
            categories: ["all"],
            status: true,
            columns: Columns.statefulSets,
            strategy: WorkloadRules.statefulSets
        ) {
            $0.subresources.append(scaleSubresource)
        },
        kind(
            "autoscaling/v2",
            "HorizontalPodAutoscaler",
            "horizontalpodautoscalers",
            short: ["hpa"],
            categories: ["all"],
            status: true,
            columns: Columns.horizontalPodAutoscalers,
            strategy: JobRules.autoscalers
        ),
        kind(
            "batch/v1",
            "CronJob",
            "cronjobs",
            short: ["cj"],
            categories: ["all"],
            status: true,
            columns: Columns.cronJobs,
            strategy: JobRules.cronJobs
        ),
        kind(
            "batch/v1",
            "Job",
            "jobs",
            categories: ["all"],
            status: true,
            columns: Columns.jobs,
            strategy: JobRules.jobs
        ) {
            $0.select("status.successful", from: "status.succeeded", absent: "0")
        },
    ]
}
