extension MessageTable {
    /// The messages of workloads: `apps`, `batch`, `autoscaling`, `policy`, `scheduling.k8s.io`.
    static let workloads = """
        package apps
        ControllerRevision metadata=1@meta.ObjectMeta data=2r revision=3i!
        DaemonSet metadata=1@meta.ObjectMeta spec=2@DaemonSetSpec status=3@DaemonSetStatus
        DaemonSetCondition type=1s! status=2s! lastTransitionTime=3t reason=4s message=5s
        DaemonSetSpec selector=1@meta.LabelSelector? template=2@core.PodTemplateSpec!
          updateStrategy=3@DaemonSetUpdateStrategy minReadySeconds=4i revisionHistoryLimit=6i?
        DaemonSetStatus currentNumberScheduled=1i! numberMisscheduled=2i! desiredNumberScheduled=3i!
          numberReady=4i! observedGeneration=5i updatedNumberScheduled=6i numberAvailable=7i
          numberUnavailable=8i collisionCount=9i? conditions=10*@DaemonSetCondition~type
        DaemonSetUpdateStrategy type=1s rollingUpdate=2@RollingUpdateDaemonSet?
        Deployment metadata=1@meta.ObjectMeta spec=2@DeploymentSpec status=3@DeploymentStatus
        DeploymentCondition type=1s! status=2s! lastUpdateTime=6t lastTransitionTime=7t reason=4s message=5s
        DeploymentSpec replicas=1i? selector=2@meta.LabelSelector? template=3@core.PodTemplateSpec!
          strategy=4@DeploymentStrategy minReadySeconds=5i revisionHistoryLimit=6i? paused=7o
          progressDeadlineSeconds=9i?
        DeploymentStatus observedGeneration=1i replicas=2i updatedReplicas=3i readyReplicas=7i
          availableReplicas=4i unavailableReplicas=5i terminatingReplicas=9i?
          conditions=6*@DeploymentCondition~type collisionCount=8i?
        DeploymentStrategy type=1s rollingUpdate=2@RollingUpdateDeployment?
        ReplicaSet metadata=1@meta.ObjectMeta spec=2@ReplicaSetSpec status=3@ReplicaSetStatus
        ReplicaSetCondition type=1s! status=2s! lastTransitionTime=3t reason=4s message=5s
        ReplicaSetSpec replicas=1i? minReadySeconds=4i selector=2@meta.LabelSelector?
          template=3@core.PodTemplateSpec
        ReplicaSetStatus replicas=1i! fullyLabeledReplicas=2i readyReplicas=4i availableReplicas=5i
          terminatingReplicas=7i? observedGeneration=3i conditions=6*@ReplicaSetCondition~type
        RollingUpdateDaemonSet maxUnavailable=1x? maxSurge=2x?
        RollingUpdateDeployment maxUnavailable=1x? maxSurge=2x?
        RollingUpdateStatefulSetStrategy partition=1i? maxUnavailable=2x?
        StatefulSet metadata=1@meta.ObjectMeta spec=2@StatefulSetSpec status=3@StatefulSetStatus
        StatefulSetCondition type=1s! status=2s! lastTransitionTime=3t reason=4s message=5s
        StatefulSetOrdinals start=1i!
        StatefulSetPersistentVolumeClaimRetentionPolicy whenDeleted=1s whenScaled=2s
        StatefulSetSpec replicas=1i? selector=2@meta.LabelSelector? template=3@core.PodTemplateSpec!
          volumeClaimTemplates=4*@core.PersistentVolumeClaim serviceName=5s! podManagementPolicy=6s
          updateStrategy=7@StatefulSetUpdateStrategy revisionHistoryLimit=8i? minReadySeconds=9i
          persistentVolumeClaimRetentionPolicy=10@StatefulSetPersistentVolumeClaimRetentionPolicy?
          ordinals=11@StatefulSetOrdinals?
        StatefulSetStatus observedGeneration=1i replicas=2i! readyReplicas=3i currentReplicas=4i
          updatedReplicas=5i currentRevision=6s updateRevision=7s collisionCount=9i?
          conditions=10*@StatefulSetCondition~type availableReplicas=11i!
        StatefulSetUpdateStrategy type=1s rollingUpdate=2@RollingUpdateStatefulSetStrategy?
        package batch
        CronJob metadata=1@meta.ObjectMeta spec=2@CronJobSpec status=3@CronJobStatus
        CronJobSpec schedule=1s! timeZone=8s? startingDeadlineSeconds=2i? concurrencyPolicy=3s suspend=4o?
          jobTemplate=5@JobTemplateSpec! successfulJobsHistoryLimit=6i? failedJobsHistoryLimit=7i?
        CronJobStatus active=1*@core.ObjectReference lastScheduleTime=4t? lastSuccessfulTime=5t?
        Job metadata=1@meta.ObjectMeta spec=2@JobSpec status=3@JobStatus
        JobCondition type=1s! status=2s! lastProbeTime=3t lastTransitionTime=4t reason=5s message=6s
        JobSchedulingConfiguration
        JobSpec parallelism=1i? completions=2i? activeDeadlineSeconds=3i? podFailurePolicy=11@PodFailurePolicy?
          successPolicy=16@SuccessPolicy? backoffLimit=7i? backoffLimitPerIndex=12i? maxFailedIndexes=13i?
          selector=4@meta.LabelSelector? manualSelector=5o? template=6@core.PodTemplateSpec!
          ttlSecondsAfterFinished=8i? completionMode=9s suspend=10o? podReplacementPolicy=14s managedBy=15s?
          scheduling=17@JobSchedulingConfiguration?
        JobStatus conditions=1*@JobCondition~type startTime=2t? completionTime=3t? active=4i succeeded=5i
          failed=6i terminating=11i? completedIndexes=7s failedIndexes=10s?
          uncountedTerminatedPods=8@UncountedTerminatedPods? ready=9i?
        JobTemplateSpec metadata=1@meta.ObjectMeta spec=2@JobSpec
        PodFailurePolicy rules=1*@PodFailurePolicyRule
        PodFailurePolicyOnExitCodesRequirement containerName=1s? operator=2s! values=3*i
        PodFailurePolicyOnPodConditionsPattern type=1s! status=2s!
        PodFailurePolicyRule action=1s! onExitCodes=2@PodFailurePolicyOnExitCodesRequirement?
          onPodConditions=3*@PodFailurePolicyOnPodConditionsPattern
        SuccessPolicy rules=1*@SuccessPolicyRule
        SuccessPolicyRule succeededIndexes=1s? succeededCount=2i?
        UncountedTerminatedPods succeeded=1*s failed=2*s
        package autoscaling
        CrossVersionObjectReference kind=1s! name=2s! apiVersion=3s
        HorizontalPodAutoscaler metadata=1@meta.ObjectMeta spec=2@HorizontalPodAutoscalerSpec
          status=3@HorizontalPodAutoscalerStatus
        HorizontalPodAutoscalerSpec scaleTargetRef=1@CrossVersionObjectReference! minReplicas=2i?
          maxReplicas=3i! targetCPUUtilizationPercentage=4i?
        HorizontalPodAutoscalerStatus observedGeneration=1i? lastScaleTime=2t? currentReplicas=3i!
          desiredReplicas=4i! currentCPUUtilizationPercentage=5i?
        Scale metadata=1@meta.ObjectMeta spec=2@ScaleSpec status=3@ScaleStatus
        ScaleSpec replicas=1i
        ScaleStatus replicas=1i! selector=2s
        package autoscaling2
        ContainerResourceMetricSource name=1s! target=2@MetricTarget! container=3s!
        ContainerResourceMetricStatus name=1s! current=2@MetricValueStatus! container=3s!
        CrossVersionObjectReference kind=1s! name=2s! apiVersion=3s
        ExternalMetricSource metric=1@MetricIdentifier! target=2@MetricTarget!
        ExternalMetricStatus metric=1@MetricIdentifier! current=2@MetricValueStatus!
        HPAScalingPolicy type=1s! value=2i! periodSeconds=3i!
        HPAScalingRules stabilizationWindowSeconds=3i? selectPolicy=1s policies=2*@HPAScalingPolicy
          tolerance=4q?
        HorizontalPodAutoscaler metadata=1@meta.ObjectMeta spec=2@HorizontalPodAutoscalerSpec
          status=3@HorizontalPodAutoscalerStatus
        HorizontalPodAutoscalerBehavior scaleUp=1@HPAScalingRules? scaleDown=2@HPAScalingRules?
        HorizontalPodAutoscalerCondition type=1s! status=2s! lastTransitionTime=3t reason=4s message=5s
          observedGeneration=6i?
        HorizontalPodAutoscalerSpec scaleTargetRef=1@CrossVersionObjectReference! minReplicas=2i?
          maxReplicas=3i! metrics=4*@MetricSpec behavior=5@HorizontalPodAutoscalerBehavior?
        HorizontalPodAutoscalerStatus observedGeneration=1i? lastScaleTime=2t? currentReplicas=3i
          desiredReplicas=4i! currentMetrics=5*@MetricStatus conditions=6*@HorizontalPodAutoscalerCondition~type
        MetricIdentifier name=1s! selector=2@meta.LabelSelector?
        MetricSpec type=1s! object=2@ObjectMetricSource? pods=3@PodsMetricSource?
          resource=4@ResourceMetricSource? containerResource=7@ContainerResourceMetricSource?
          external=5@ExternalMetricSource?
        MetricStatus type=1s! object=2@ObjectMetricStatus? pods=3@PodsMetricStatus?
          resource=4@ResourceMetricStatus? containerResource=7@ContainerResourceMetricStatus?
          external=5@ExternalMetricStatus?
        MetricTarget type=1s! value=2q? averageValue=3q? averageUtilization=4i?
        MetricValueStatus value=1q? averageValue=2q? averageUtilization=3i?
        ObjectMetricSource describedObject=1@CrossVersionObjectReference! target=2@MetricTarget!
          metric=3@MetricIdentifier!
        ObjectMetricStatus metric=1@MetricIdentifier! current=2@MetricValueStatus!
          describedObject=3@CrossVersionObjectReference!
        PodsMetricSource metric=1@MetricIdentifier! target=2@MetricTarget!
        PodsMetricStatus metric=1@MetricIdentifier! current=2@MetricValueStatus!
        ResourceMetricSource name=1s! target=2@MetricTarget!
        ResourceMetricStatus name=1s! current=2@MetricValueStatus!
        package policy
        Eviction metadata=1@meta.ObjectMeta deleteOptions=2@meta.DeleteOptions?
        PodDisruptionBudget metadata=1@meta.ObjectMeta spec=2@PodDisruptionBudgetSpec
          status=3@PodDisruptionBudgetStatus
        PodDisruptionBudgetSpec minAvailable=1x? selector=2@meta.LabelSelector?~= maxUnavailable=3x?
          unhealthyPodEvictionPolicy=4s
        PodDisruptionBudgetStatus observedGeneration=1i disruptedPods=2%t disruptionsAllowed=3i!
          currentHealthy=4i! desiredHealthy=5i! expectedPods=6i! conditions=7*@meta.Condition~type
        package scheduling
        PriorityClass metadata=1@meta.ObjectMeta value=2i! globalDefault=3o description=4s preemptionPolicy=5s
        """
}
