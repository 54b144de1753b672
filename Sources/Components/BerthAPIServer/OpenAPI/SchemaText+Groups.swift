/// The other groups of Kubernetes.
extension SchemaText {
    static let groups = #"""
        = io.k8s.api.authentication.v1.BoundObjectReference
        apiVersion:s kind:s name:s uid:s
        =! io.k8s.api.authentication.v1.SelfSubjectReview
        status:SelfSubjectReviewStatus
        = io.k8s.api.authentication.v1.SelfSubjectReviewStatus
        userInfo:UserInfo
        =! io.k8s.api.authentication.v1.TokenRequest
        spec:TokenRequestSpec status:TokenRequestStatus
        = io.k8s.api.authentication.v1.TokenRequestSpec
        audiences:[s] boundObjectRef:BoundObjectReference expirationSeconds:l
        = io.k8s.api.authentication.v1.TokenRequestStatus
        expirationTimestamp:t token:s
        =! io.k8s.api.authentication.v1.TokenReview
        spec^:TokenReviewSpec status:TokenReviewStatus
        = io.k8s.api.authentication.v1.TokenReviewSpec
        audiences:[s] token^:s
        = io.k8s.api.authentication.v1.TokenReviewStatus
        audiences:[s] authenticated:b error:s user:UserInfo
        = io.k8s.api.authentication.v1.UserInfo
        extra:{[s]} groups:[s] uid:s username:s
        = io.k8s.api.authorization.v1.FieldSelectorAttributes
        rawSelector:s requirements:[FieldSelectorRequirement]
        = io.k8s.api.authorization.v1.LabelSelectorAttributes
        rawSelector:s requirements:[LabelSelectorRequirement]
        =! io.k8s.api.authorization.v1.LocalSubjectAccessReview
        spec^:SubjectAccessReviewSpec status:SubjectAccessReviewStatus
        = io.k8s.api.authorization.v1.NonResourceAttributes
        path:s verb:s
        = io.k8s.api.authorization.v1.NonResourceRule
        nonResourceURLs:[s] verbs^:[s]
        = io.k8s.api.authorization.v1.ResourceAttributes
        fieldSelector:FieldSelectorAttributes group:s labelSelector:LabelSelectorAttributes name:s namespace:s
        resource:s subresource:s verb:s version:s
        = io.k8s.api.authorization.v1.ResourceRule
        apiGroups:[s] resourceNames:[s] resources:[s] verbs^:[s]
        =! io.k8s.api.authorization.v1.SelfSubjectAccessReview
        spec^:SelfSubjectAccessReviewSpec status:SubjectAccessReviewStatus
        = io.k8s.api.authorization.v1.SelfSubjectAccessReviewSpec
        nonResourceAttributes:NonResourceAttributes resourceAttributes:ResourceAttributes
        =! io.k8s.api.authorization.v1.SelfSubjectRulesReview
        spec^:SelfSubjectRulesReviewSpec status:SubjectRulesReviewStatus
        = io.k8s.api.authorization.v1.SelfSubjectRulesReviewSpec
        namespace:s
        =! io.k8s.api.authorization.v1.SubjectAccessReview
        spec^:SubjectAccessReviewSpec status:SubjectAccessReviewStatus
        = io.k8s.api.authorization.v1.SubjectAccessReviewSpec
        extra:{[s]} groups:[s] nonResourceAttributes:NonResourceAttributes resourceAttributes:ResourceAttributes
        uid:s user:s
        = io.k8s.api.authorization.v1.SubjectAccessReviewStatus
        allowed^:b denied:b evaluationError:s reason:s
        = io.k8s.api.authorization.v1.SubjectRulesReviewStatus
        evaluationError:s incomplete^:b nonResourceRules^:[NonResourceRule] resourceRules^:[ResourceRule]
        =! io.k8s.api.coordination.v1.Lease | Says who holds something, and for how long.
        spec:LeaseSpec
        = io.k8s.api.coordination.v1.LeaseSpec
        acquireTime:u holderIdentity:s leaseDurationSeconds:i leaseTransitions:i preferredHolder:s renewTime:u
        strategy:s
        = io.k8s.api.discovery.v1.Endpoint
        addresses^:[s] conditions:EndpointConditions deprecatedTopology:{s} hints:EndpointHints hostname:s
        nodeName:s targetRef:ObjectReference zone:s
        = io.k8s.api.discovery.v1.EndpointConditions
        ready:b serving:b terminating:b
        = io.k8s.api.discovery.v1.EndpointHints
        forNodes:[ForNode] forZones:[ForZone]
        = io.k8s.api.discovery.v1.EndpointPort
        appProtocol:s name:s port:i protocol:s
        =! io.k8s.api.discovery.v1.EndpointSlice | Some of the addresses behind a service.
        addressType^:s endpoints:[Endpoint] ports:[EndpointPort]
        = io.k8s.api.discovery.v1.ForNode
        name^:s
        = io.k8s.api.discovery.v1.ForZone
        name^:s
        = io.k8s.api.networking.v1.HTTPIngressPath
        backend^:IngressBackend path:s pathType^:s
        = io.k8s.api.networking.v1.HTTPIngressRuleValue
        paths^:[HTTPIngressPath]
        = io.k8s.api.networking.v1.IPBlock
        cidr^:s except:[s]
        =! io.k8s.api.networking.v1.Ingress | Rules by which requests from outside reach services.
        spec:IngressSpec status:IngressStatus
        = io.k8s.api.networking.v1.IngressBackend
        resource:TypedLocalObjectReference service:IngressServiceBackend
        =! io.k8s.api.networking.v1.IngressClass
        spec:IngressClassSpec
        = io.k8s.api.networking.v1.IngressClassParametersReference
        apiGroup:s kind^:s name^:s namespace:s scope:s
        = io.k8s.api.networking.v1.IngressClassSpec
        controller:s parameters:IngressClassParametersReference
        = io.k8s.api.networking.v1.IngressLoadBalancerIngress
        hostname:s ip:s ports:[IngressPortStatus]
        = io.k8s.api.networking.v1.IngressLoadBalancerStatus
        ingress:[IngressLoadBalancerIngress]
        = io.k8s.api.networking.v1.IngressPortStatus
        error:s port^:i protocol^:s
        = io.k8s.api.networking.v1.IngressRule
        host:s http:HTTPIngressRuleValue
        = io.k8s.api.networking.v1.IngressServiceBackend
        name^:s port:ServiceBackendPort
        = io.k8s.api.networking.v1.IngressSpec
        defaultBackend:IngressBackend ingressClassName:s rules:[IngressRule] tls:[IngressTLS]
        = io.k8s.api.networking.v1.IngressStatus
        loadBalancer:IngressLoadBalancerStatus
        = io.k8s.api.networking.v1.IngressTLS
        hosts:[s] secretName:s
        =! io.k8s.api.networking.v1.NetworkPolicy | Which connections pods may have.
        spec:NetworkPolicySpec
        = io.k8s.api.networking.v1.NetworkPolicyEgressRule
        ports:[NetworkPolicyPort] to:[NetworkPolicyPeer]
        = io.k8s.api.networking.v1.NetworkPolicyIngressRule
        from:[NetworkPolicyPeer] ports:[NetworkPolicyPort]
        = io.k8s.api.networking.v1.NetworkPolicyPeer
        ipBlock:IPBlock namespaceSelector:LabelSelector podSelector:LabelSelector
        = io.k8s.api.networking.v1.NetworkPolicyPort
        endPort:i port:x protocol:s
        = io.k8s.api.networking.v1.NetworkPolicySpec
        egress:[NetworkPolicyEgressRule] ingress:[NetworkPolicyIngressRule] podSelector:LabelSelector
        policyTypes:[s]
        = io.k8s.api.networking.v1.ServiceBackendPort
        name:s number:i
        =! io.k8s.api.policy.v1.PodDisruptionBudget | How many pods of a set may be missing on purpose.
        spec:PodDisruptionBudgetSpec status:PodDisruptionBudgetStatus
        = io.k8s.api.policy.v1.PodDisruptionBudgetSpec
        maxUnavailable:x minAvailable:x selector:LabelSelector~ unhealthyPodEvictionPolicy:s
        = io.k8s.api.policy.v1.PodDisruptionBudgetStatus
        conditions:[Condition]~type currentHealthy:i desiredHealthy:i disruptedPods:{t} disruptionsAllowed:i
        expectedPods:i observedGeneration:l
        = io.k8s.api.rbac.v1.AggregationRule
        clusterRoleSelectors:[LabelSelector]
        =! io.k8s.api.rbac.v1.ClusterRole | What may be done in the whole cluster, or in namespaces where it is
          bound.
        aggregationRule:AggregationRule | Roles whose rules are put together here; rules is then written by the
          system.
        rules:[PolicyRule] | What is allowed.
        =! io.k8s.api.rbac.v1.ClusterRoleBinding | Gives a cluster role to users, groups and service accounts
          everywhere.
        roleRef^:RoleRef | The cluster role that is given; fixed.
        subjects:[Subject] | Who gets it.
        = io.k8s.api.rbac.v1.PolicyRule | Verbs on resources, or on paths.
        apiGroups:[s] | Groups of the resources; the empty text is the core group, * all.
        nonResourceURLs:[s] | Paths that are no resources, such as /healthz; only in cluster roles.
        resourceNames:[s] | Names of objects; empty for all.
        resources:[s] | Resources and subresources such as pods/log; * for all.
        verbs^:[s] | get, list, watch, create, update, patch, delete, deletecollection and others; * for all.
        =! io.k8s.api.rbac.v1.Role | What may be done in a namespace.
        rules:[PolicyRule] | What is allowed.
        =! io.k8s.api.rbac.v1.RoleBinding | Gives a role to users, groups and service accounts in a namespace.
        roleRef^:RoleRef | The role, or cluster role, that is given; fixed.
        subjects:[Subject] | Who gets it.
        = io.k8s.api.rbac.v1.RoleRef
        apiGroup:s | rbac.authorization.k8s.io.
        kind^:s | Role or ClusterRole.
        name^:s | Name of the role.
        = io.k8s.api.rbac.v1.Subject
        apiGroup:s | rbac.authorization.k8s.io for users and groups, empty for service accounts.
        kind^:s | User, Group or ServiceAccount.
        name^:s | Name of the subject.
        namespace:s | Namespace of a service account.
        =! io.k8s.api.scheduling.v1.PriorityClass | A name for a priority of pods.
        description:s globalDefault:b preemptionPolicy:s value:i
        =! io.k8s.api.storage.v1.StorageClass | A kind of storage that can be asked for.
        allowVolumeExpansion:b allowedTopologies:[TopologySelectorTerm] mountOptions:[s] parameters:{s}
        provisioner^:s reclaimPolicy:s volumeBindingMode:s
        = io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceColumnDefinition
        description:s format:s jsonPath^:s name^:s priority:i type^:s
        = io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceConversion
        strategy^:s webhook:WebhookConversion
        =! io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceDefinition | Describes a kind
          of objects that the server then serves too.
        spec^:CustomResourceDefinitionSpec | How the objects are named, where they lie and what they look like.
        status:CustomResourceDefinitionStatus
        = io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceDefinitionCondition
        lastTransitionTime:t message:s observedGeneration:l reason:s status^:s type^:s
        = io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceDefinitionNames
        categories:[s] kind^:s listKind:s plural^:s shortNames:[s] singular:s
        = io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceDefinitionSpec
        group^:s | The API group of the objects.
        names^:CustomResourceDefinitionNames | The names of the kind.
        scope^:s | Namespaced or Cluster.
        versions^:[CustomResourceDefinitionVersion] | The versions of the kind; exactly one is stored.
        conversion:CustomResourceConversion preserveUnknownFields:b
        = io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceDefinitionStatus
        acceptedNames:CustomResourceDefinitionNames conditions:[CustomResourceDefinitionCondition]
        observedGeneration:l storedVersions:[s]
        = io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceDefinitionVersion
        additionalPrinterColumns:[CustomResourceColumnDefinition] | Columns of tables.
        schema:CustomResourceValidation | What objects look like in this version.
        served^:b | Whether the version is served.
        storage^:b | Whether objects are stored in this version.
        deprecated:b deprecationWarning:s name^:s selectableFields:[SelectableField]
        subresources:CustomResourceSubresources
        = io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceSubresourceScale
        labelSelectorPath:s specReplicasPath^:s statusReplicasPath^:s
        = io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceSubresourceStatus
        = io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceSubresources
        scale:CustomResourceSubresourceScale status:CustomResourceSubresourceStatus
        = io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceValidation
        openAPIV3Schema:*
        = io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.SelectableField
        jsonPath^:s
        = io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.ServiceReference
        name^:s namespace^:s path:s port:i
        = io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.WebhookClientConfig
        caBundle:y service:ServiceReference url:s
        = io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.WebhookConversion
        clientConfig:WebhookClientConfig conversionReviewVersions^:[s]
        """#
}
