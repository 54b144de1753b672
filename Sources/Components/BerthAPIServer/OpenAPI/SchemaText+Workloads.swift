/// apps, batch and autoscaling.
extension SchemaText {
    static let workloads = #"""
        =! io.k8s.api.apps.v1.ControllerRevision
        data:* revision^:l
        =! io.k8s.api.apps.v1.DaemonSet | Keeps a pod running on every node.
        spec:DaemonSetSpec status:DaemonSetStatus
        = io.k8s.api.apps.v1.DaemonSetCondition
        lastTransitionTime:t message:s reason:s status^:s type^:s
        = io.k8s.api.apps.v1.DaemonSetSpec
        minReadySeconds:i revisionHistoryLimit:i selector^:LabelSelector template^:PodTemplateSpec
        updateStrategy:DaemonSetUpdateStrategy
        = io.k8s.api.apps.v1.DaemonSetStatus
        collisionCount:i conditions:[DaemonSetCondition]~type currentNumberScheduled^:i desiredNumberScheduled^:i
        numberAvailable:i numberMisscheduled^:i numberReady^:i numberUnavailable:i observedGeneration:l
        updatedNumberScheduled:i
        = io.k8s.api.apps.v1.DaemonSetUpdateStrategy
        rollingUpdate:RollingUpdateDaemonSet type:s
        =! io.k8s.api.apps.v1.Deployment | Keeps a number of equal pods running and replaces them step by step
          when they change.
        spec:DeploymentSpec | What the deployment should do.
        status:DeploymentStatus | How far it is.
        = io.k8s.api.apps.v1.DeploymentCondition
        lastTransitionTime:t lastUpdateTime:t message:s reason:s status^:s type^:s
        = io.k8s.api.apps.v1.DeploymentSpec
        minReadySeconds:i | How long a new pod must be ready before it counts.
        paused:b | Whether changes wait.
        progressDeadlineSeconds:i | Seconds without progress that count as failure; 600 by default.
        replicas:i | How many pods; 1 by default.
        revisionHistoryLimit:i | How many old replica sets are kept; 10 by default.
        selector^:LabelSelector | Selects the pods; must fit the template's labels, and is fixed.
        strategy:DeploymentStrategy~r | How old pods are replaced.
        template^:PodTemplateSpec | The pods.
        = io.k8s.api.apps.v1.DeploymentStatus
        availableReplicas:i | Pods that have been ready long enough.
        conditions:[DeploymentCondition]~type | States of the deployment: Available, Progressing, ReplicaFailure.
        observedGeneration:l | The generation this status is about.
        readyReplicas:i | Pods that are ready.
        replicas:i | Pods that exist.
        unavailableReplicas:i | Pods that are still missing.
        updatedReplicas:i | Pods that follow the present template.
        collisionCount:i terminatingReplicas:i
        = io.k8s.api.apps.v1.DeploymentStrategy
        rollingUpdate:RollingUpdateDeployment | How many pods may be missing or too many meanwhile.
        type:s | RollingUpdate or Recreate.
        =! io.k8s.api.apps.v1.ReplicaSet | Keeps a number of pods running.
        spec:ReplicaSetSpec status:ReplicaSetStatus
        = io.k8s.api.apps.v1.ReplicaSetCondition
        lastTransitionTime:t message:s reason:s status^:s type^:s
        = io.k8s.api.apps.v1.ReplicaSetSpec
        minReadySeconds:i replicas:i selector^:LabelSelector template:PodTemplateSpec
        = io.k8s.api.apps.v1.ReplicaSetStatus
        availableReplicas:i conditions:[ReplicaSetCondition]~type fullyLabeledReplicas:i observedGeneration:l
        readyReplicas:i replicas^:i terminatingReplicas:i
        = io.k8s.api.apps.v1.RollingUpdateDaemonSet
        maxSurge:x maxUnavailable:x
        = io.k8s.api.apps.v1.RollingUpdateDeployment
        maxSurge:x | How many pods more than wanted, as a number or percentage; 25% by default.
        maxUnavailable:x | How many pods less than wanted, as a number or percentage; 25% by default.
        = io.k8s.api.apps.v1.RollingUpdateStatefulSetStrategy
        maxUnavailable:x partition:i
        =! io.k8s.api.apps.v1.StatefulSet | Keeps pods with fixed names and storage of their own running.
        spec:StatefulSetSpec status:StatefulSetStatus
        = io.k8s.api.apps.v1.StatefulSetCondition
        lastTransitionTime:t message:s reason:s status^:s type^:s
        = io.k8s.api.apps.v1.StatefulSetOrdinals
        start:i
        = io.k8s.api.apps.v1.StatefulSetPersistentVolumeClaimRetentionPolicy
        whenDeleted:s whenScaled:s
        = io.k8s.api.apps.v1.StatefulSetSpec
        minReadySeconds:i ordinals:StatefulSetOrdinals
        persistentVolumeClaimRetentionPolicy:StatefulSetPersistentVolumeClaimRetentionPolicy
        podManagementPolicy:s replicas:i revisionHistoryLimit:i selector^:LabelSelector serviceName:s
        template^:PodTemplateSpec updateStrategy:StatefulSetUpdateStrategy
        volumeClaimTemplates:[PersistentVolumeClaim]
        = io.k8s.api.apps.v1.StatefulSetStatus
        availableReplicas:i collisionCount:i conditions:[StatefulSetCondition]~type currentReplicas:i
        currentRevision:s observedGeneration:l readyReplicas:i replicas^:i updateRevision:s updatedReplicas:i
        = io.k8s.api.apps.v1.StatefulSetUpdateStrategy
        rollingUpdate:RollingUpdateStatefulSetStrategy type:s
        =! io.k8s.api.autoscaling.v1.Scale | How many pods something has and should have.
        spec:ScaleSpec status:ScaleStatus
        = io.k8s.api.autoscaling.v1.ScaleSpec
        replicas:i
        = io.k8s.api.autoscaling.v1.ScaleStatus
        replicas^:i selector:s
        = io.k8s.api.autoscaling.v2.ContainerResourceMetricSource
        container^:s name^:s target^:MetricTarget
        = io.k8s.api.autoscaling.v2.ContainerResourceMetricStatus
        container^:s current^:MetricValueStatus name^:s
        = io.k8s.api.autoscaling.v2.CrossVersionObjectReference
        apiVersion:s kind^:s name^:s
        = io.k8s.api.autoscaling.v2.ExternalMetricSource
        metric^:MetricIdentifier target^:MetricTarget
        = io.k8s.api.autoscaling.v2.ExternalMetricStatus
        current^:MetricValueStatus metric^:MetricIdentifier
        = io.k8s.api.autoscaling.v2.HPAScalingPolicy
        periodSeconds^:i type^:s value^:i
        = io.k8s.api.autoscaling.v2.HPAScalingRules
        policies:[HPAScalingPolicy] selectPolicy:s stabilizationWindowSeconds:i tolerance:q
        =! io.k8s.api.autoscaling.v2.HorizontalPodAutoscaler | Changes the number of pods of something by metrics.
        spec^:HorizontalPodAutoscalerSpec status:HorizontalPodAutoscalerStatus
        = io.k8s.api.autoscaling.v2.HorizontalPodAutoscalerBehavior
        scaleDown:HPAScalingRules scaleUp:HPAScalingRules
        = io.k8s.api.autoscaling.v2.HorizontalPodAutoscalerCondition
        lastTransitionTime:t message:s reason:s status^:s type^:s
        = io.k8s.api.autoscaling.v2.HorizontalPodAutoscalerSpec
        behavior:HorizontalPodAutoscalerBehavior maxReplicas^:i metrics:[MetricSpec] minReplicas:i
        scaleTargetRef^:CrossVersionObjectReference
        = io.k8s.api.autoscaling.v2.HorizontalPodAutoscalerStatus
        conditions:[HorizontalPodAutoscalerCondition]~type currentMetrics:[MetricStatus] currentReplicas:i
        desiredReplicas^:i lastScaleTime:t observedGeneration:l
        = io.k8s.api.autoscaling.v2.MetricIdentifier
        name^:s selector:LabelSelector
        = io.k8s.api.autoscaling.v2.MetricSpec
        containerResource:ContainerResourceMetricSource external:ExternalMetricSource object:ObjectMetricSource
        pods:PodsMetricSource resource:ResourceMetricSource type^:s
        = io.k8s.api.autoscaling.v2.MetricStatus
        containerResource:ContainerResourceMetricStatus external:ExternalMetricStatus object:ObjectMetricStatus
        pods:PodsMetricStatus resource:ResourceMetricStatus type^:s
        = io.k8s.api.autoscaling.v2.MetricTarget
        averageUtilization:i averageValue:q type^:s value:q
        = io.k8s.api.autoscaling.v2.MetricValueStatus
        averageUtilization:i averageValue:q value:q
        = io.k8s.api.autoscaling.v2.ObjectMetricSource
        describedObject^:CrossVersionObjectReference metric^:MetricIdentifier target^:MetricTarget
        = io.k8s.api.autoscaling.v2.ObjectMetricStatus
        current^:MetricValueStatus describedObject^:CrossVersionObjectReference metric^:MetricIdentifier
        = io.k8s.api.autoscaling.v2.PodsMetricSource
        metric^:MetricIdentifier target^:MetricTarget
        = io.k8s.api.autoscaling.v2.PodsMetricStatus
        current^:MetricValueStatus metric^:MetricIdentifier
        = io.k8s.api.autoscaling.v2.ResourceMetricSource
        name^:s target^:MetricTarget
        = io.k8s.api.autoscaling.v2.ResourceMetricStatus
        current^:MetricValueStatus name^:s
        =! io.k8s.api.batch.v1.CronJob | Starts jobs at given times.
        spec^:CronJobSpec status:CronJobStatus
        = io.k8s.api.batch.v1.CronJobSpec
        concurrencyPolicy:s | What happens when a job still runs: Allow, Forbid or Replace.
        failedJobsHistoryLimit:i | How many failed jobs are kept; 1 by default.
        jobTemplate^:JobTemplateSpec | The jobs.
        schedule^:s | When, in cron's form.
        successfulJobsHistoryLimit:i | How many successful jobs are kept; 3 by default.
        suspend:b | Whether no more jobs start.
        timeZone:s | The time zone of the schedule.
        startingDeadlineSeconds:l
        = io.k8s.api.batch.v1.CronJobStatus
        active:[ObjectReference] lastScheduleTime:t lastSuccessfulTime:t
        =! io.k8s.api.batch.v1.Job | Runs pods until a number of them has succeeded.
        spec:JobSpec status:JobStatus
        = io.k8s.api.batch.v1.JobCondition
        lastProbeTime:t lastTransitionTime:t message:s reason:s status^:s type^:s
        = io.k8s.api.batch.v1.JobSpec
        activeDeadlineSeconds:l | How long the job may take.
        backoffLimit:i | How many failures are tried again; 6 by default.
        completions:i | How many pods must succeed.
        parallelism:i | How many pods run at once.
        template^:PodTemplateSpec | The pods.
        ttlSecondsAfterFinished:i | How long the job is kept after its end.
        backoffLimitPerIndex:i completionMode:s managedBy:s manualSelector:b maxFailedIndexes:i
        podFailurePolicy:PodFailurePolicy podReplacementPolicy:s selector:LabelSelector
        successPolicy:SuccessPolicy suspend:b
        = io.k8s.api.batch.v1.JobStatus
        active:i completedIndexes:s completionTime:t conditions:[JobCondition]~type failed:i failedIndexes:s
        ready:i startTime:t succeeded:i terminating:i uncountedTerminatedPods:UncountedTerminatedPods
        = io.k8s.api.batch.v1.JobTemplateSpec
        metadata:ObjectMeta spec:JobSpec
        = io.k8s.api.batch.v1.PodFailurePolicy
        rules^:[PodFailurePolicyRule]
        = io.k8s.api.batch.v1.PodFailurePolicyOnExitCodesRequirement
        containerName:s operator^:s values^:[i]
        = io.k8s.api.batch.v1.PodFailurePolicyOnPodConditionsPattern
        status:s type^:s
        = io.k8s.api.batch.v1.PodFailurePolicyRule
        action^:s onExitCodes:PodFailurePolicyOnExitCodesRequirement
        onPodConditions:[PodFailurePolicyOnPodConditionsPattern]
        = io.k8s.api.batch.v1.SuccessPolicy
        rules^:[SuccessPolicyRule]
        = io.k8s.api.batch.v1.SuccessPolicyRule
        succeededCount:i succeededIndexes:s
        = io.k8s.api.batch.v1.UncountedTerminatedPods
        failed:[s] succeeded:[s]
        """#
}
