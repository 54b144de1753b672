/// Kinds in versions beside the stored ones (``KindVersions``); what they are made of is mostly the stored versions'.
extension SchemaText {
    static let versions = #"""
        =! io.k8s.api.autoscaling.v1.HorizontalPodAutoscaler as autoscaling1.HorizontalPodAutoscaler | Changes the
          number of pods of something by the use of processors.
        spec:autoscaling1.Spec status:autoscaling1.Status
        = io.k8s.api.autoscaling.v1.HorizontalPodAutoscalerSpec as autoscaling1.Spec
        maxReplicas^:i | The most pods.
        minReplicas:i | The fewest pods; 1 by default.
        scaleTargetRef^:CrossVersionObjectReference | What is scaled.
        targetCPUUtilizationPercentage:i | The use of processors to hold, in percent of what the pods ask for.
        = io.k8s.api.autoscaling.v1.HorizontalPodAutoscalerStatus as autoscaling1.Status
        currentCPUUtilizationPercentage:i currentReplicas^:i desiredReplicas^:i lastScaleTime:t observedGeneration:l
        =! io.k8s.api.batch.v1beta1.CronJob as batchbeta.CronJob | Starts jobs at given times.
        spec:CronJobSpec status:CronJobStatus
        =! io.k8s.api.events.v1.Event as events.Event | Something that happened to an object.
        action:s | What was done or failed, in one word.
        note:s | What happened, for people.
        reason:s | Why, in one word.
        regarding:ObjectReference | The object it happened to.
        related:ObjectReference | A second object that has to do with it.
        reportingController:s | Who tells it.
        series:events.EventSeries | How often it happened, when it goes on.
        type:s | Normal or Warning.
        deprecatedCount:i deprecatedFirstTimestamp:t deprecatedLastTimestamp:t deprecatedSource:EventSource
        eventTime^:u reportingInstance:s
        = io.k8s.api.events.v1.EventSeries as events.EventSeries
        count^:i lastObservedTime^:u
        =! io.k8s.api.events.v1beta1.Event as eventsbeta.Event | Something that happened to an object.
        action:s deprecatedCount:i deprecatedFirstTimestamp:t deprecatedLastTimestamp:t deprecatedSource:EventSource
        eventTime^:u note:s reason:s regarding:ObjectReference related:ObjectReference reportingController:s
        reportingInstance:s series:events.EventSeries type:s
        =! io.k8s.api.extensions.v1beta1.Ingress as extensions.Ingress | Rules by which requests from outside reach
          services.
        spec:ingressbeta.Spec status:IngressStatus
        =! io.k8s.api.networking.v1beta1.Ingress as networkingbeta.Ingress | Rules by which requests from outside
          reach services.
        spec:ingressbeta.Spec status:IngressStatus
        = io.k8s.api.networking.v1beta1.HTTPIngressPath as ingressbeta.Path
        backend^:ingressbeta.Backend path:s pathType:s
        = io.k8s.api.networking.v1beta1.HTTPIngressRuleValue as ingressbeta.RuleValue
        paths^:[ingressbeta.Path]
        = io.k8s.api.networking.v1beta1.IngressBackend as ingressbeta.Backend
        resource:TypedLocalObjectReference serviceName:s servicePort:x
        = io.k8s.api.networking.v1beta1.IngressRule as ingressbeta.Rule
        host:s http:ingressbeta.RuleValue
        = io.k8s.api.networking.v1beta1.IngressSpec as ingressbeta.Spec
        backend:ingressbeta.Backend ingressClassName:s rules:[ingressbeta.Rule] tls:[IngressTLS]
        =! io.k8s.api.policy.v1beta1.PodDisruptionBudget as policybeta.PodDisruptionBudget | How many pods of a set
          may be missing on purpose.
        spec:PodDisruptionBudgetSpec status:PodDisruptionBudgetStatus
        =! io.k8s.api.rbac.v1beta1.ClusterRole as rbacbeta.ClusterRole | What may be done in the whole cluster, or in
          namespaces where it is bound.
        aggregationRule:AggregationRule rules:[PolicyRule]
        =! io.k8s.api.rbac.v1beta1.ClusterRoleBinding as rbacbeta.ClusterRoleBinding | Gives a cluster role to users,
          groups and service accounts everywhere.
        roleRef^:RoleRef subjects:[Subject]
        =! io.k8s.api.rbac.v1beta1.Role as rbacbeta.Role | What may be done in a namespace.
        rules:[PolicyRule]
        =! io.k8s.api.rbac.v1beta1.RoleBinding as rbacbeta.RoleBinding | Gives a role to users, groups and service
          accounts in a namespace.
        roleRef^:RoleRef subjects:[Subject]
        """#
}
