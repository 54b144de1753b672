extension MessageTable {
    /// The messages of `meta`, `rbac`, `authentication`, `authorization`, `certificates` and `coordination`.
    static let access = """
        package meta
        Condition type=1s! status=2s! observedGeneration=3i lastTransitionTime=4t reason=5s! message=6s!
        DeleteOptions gracePeriodSeconds=1i? preconditions=2@Preconditions? orphanDependents=3o?
          propagationPolicy=4s dryRun=5*s ignoreStoreReadErrorWithClusterBreakingPotential=6o?
        FieldSelectorRequirement key=1s! operator=2s! values=3*s
        LabelSelector matchLabels=1%s matchExpressions=2*@LabelSelectorRequirement
        LabelSelectorRequirement key=1s! operator=2s! values=3*s
        ListMeta selfLink=1s resourceVersion=2s continue=3s remainingItemCount=4i? shardInfo=5@ShardInfo?
        ManagedFieldsEntry manager=1s operation=2s apiVersion=3s time=4t? fieldsType=6s fieldsV1=7f?
          subresource=8s
        ObjectMeta name=1s generateName=2s namespace=3s selfLink=4s uid=5s resourceVersion=6s generation=7i
          creationTimestamp=8t deletionTimestamp=9t? deletionGracePeriodSeconds=10i? labels=11%s
          annotations=12%s ownerReferences=13*@OwnerReference~uid finalizers=14*s~
          managedFields=17*@ManagedFieldsEntry
        OwnerReference apiVersion=5s! kind=1s! name=3s! uid=4s! controller=6o? blockOwnerDeletion=7o?
        Preconditions uid=1s? resourceVersion=2s?
        ShardInfo selector=1s!
        Status metadata=1@ListMeta status=2s message=3s reason=4s details=5@StatusDetails? code=6i
        StatusCause reason=1s message=2s field=3s
        StatusDetails name=1s group=2s kind=3s uid=6s causes=4*@StatusCause retryAfterSeconds=5i
        package rbac
        AggregationRule clusterRoleSelectors=1*@meta.LabelSelector
        ClusterRole metadata=1@meta.ObjectMeta rules=2*@PolicyRule aggregationRule=3@AggregationRule?
        ClusterRoleBinding metadata=1@meta.ObjectMeta subjects=2*@Subject roleRef=3@RoleRef!
        PolicyRule verbs=1*s apiGroups=2*s resources=3*s resourceNames=4*s nonResourceURLs=5*s
        Role metadata=1@meta.ObjectMeta rules=2*@PolicyRule
        RoleBinding metadata=1@meta.ObjectMeta subjects=2*@Subject roleRef=3@RoleRef!
        RoleRef apiGroup=1s! kind=2s! name=3s!
        Subject kind=1s! apiGroup=2s name=3s! namespace=4s
        package authentication
        BoundObjectReference kind=1s apiVersion=2s name=3s uid=4s
        SelfSubjectReview metadata=1@meta.ObjectMeta status=2@SelfSubjectReviewStatus
        SelfSubjectReviewStatus userInfo=1@UserInfo
        TokenRequest metadata=1@meta.ObjectMeta spec=2@TokenRequestSpec! status=3@TokenRequestStatus
        TokenRequestSpec audiences=1*s expirationSeconds=4i? boundObjectRef=3@BoundObjectReference?
          attestations=5%L
        TokenRequestStatus token=1s! expirationTimestamp=2t
        TokenReview metadata=1@meta.ObjectMeta spec=2@TokenReviewSpec! status=3@TokenReviewStatus
        TokenReviewSpec token=1s audiences=2*s
        TokenReviewStatus authenticated=1o user=2@UserInfo audiences=4*s error=3s
        UserInfo username=1s uid=2s groups=3*s extra=4%L
        package authorization
        FieldSelectorAttributes rawSelector=1s requirements=2*@meta.FieldSelectorRequirement
        LabelSelectorAttributes rawSelector=1s requirements=2*@meta.LabelSelectorRequirement
        LocalSubjectAccessReview metadata=1@meta.ObjectMeta spec=2@SubjectAccessReviewSpec!
          status=3@SubjectAccessReviewStatus
        NonResourceAttributes path=1s verb=2s
        NonResourceRule verbs=1*s nonResourceURLs=2*s
        ResourceAttributes namespace=1s verb=2s group=3s version=4s resource=5s subresource=6s name=7s
          fieldSelector=8@FieldSelectorAttributes? labelSelector=9@LabelSelectorAttributes?
        ResourceRule verbs=1*s apiGroups=2*s resources=3*s resourceNames=4*s
        SelfSubjectAccessReview metadata=1@meta.ObjectMeta spec=2@SelfSubjectAccessReviewSpec!
          status=3@SubjectAccessReviewStatus
        SelfSubjectAccessReviewSpec resourceAttributes=1@ResourceAttributes?
          nonResourceAttributes=2@NonResourceAttributes?
        SelfSubjectRulesReview metadata=1@meta.ObjectMeta spec=2@SelfSubjectRulesReviewSpec!
          status=3@SubjectRulesReviewStatus
        SelfSubjectRulesReviewSpec namespace=1s
        SubjectAccessReview metadata=1@meta.ObjectMeta spec=2@SubjectAccessReviewSpec!
          status=3@SubjectAccessReviewStatus
        SubjectAccessReviewSpec resourceAttributes=1@ResourceAttributes?
          nonResourceAttributes=2@NonResourceAttributes? user=3s groups=4*s extra=5%L uid=6s
        SubjectAccessReviewStatus allowed=1o! denied=4o reason=2s evaluationError=3s
        SubjectRulesReviewStatus resourceRules=1*@ResourceRule nonResourceRules=2*@NonResourceRule
          incomplete=3o! evaluationError=4s
        package certificates
        CertificateSigningRequest metadata=1@meta.ObjectMeta spec=2@CertificateSigningRequestSpec!
          status=3@CertificateSigningRequestStatus
        CertificateSigningRequestCondition type=1s! status=6s! reason=2s message=3s lastUpdateTime=4t
          lastTransitionTime=5t
        CertificateSigningRequestSpec request=1b signerName=7s! expirationSeconds=8i? usages=5*s username=2s
          uid=3s groups=4*s extra=6%L
        CertificateSigningRequestStatus conditions=1*@CertificateSigningRequestCondition certificate=2b
        ClusterTrustBundle metadata=1@meta.ObjectMeta spec=2@ClusterTrustBundleSpec!
        ClusterTrustBundleSpec signerName=1s trustBundle=2s!
        PodCertificateRequest metadata=1@meta.ObjectMeta spec=2@PodCertificateRequestSpec!
          status=3@PodCertificateRequestStatus
        PodCertificateRequestSpec signerName=1s! podName=2s! podUID=3s! serviceAccountName=4s!
          serviceAccountUID=5s! nodeName=6s! nodeUID=7s! maxExpirationSeconds=8i? stubPKCS10Request=12b
          unverifiedUserAnnotations=11%s
        PodCertificateRequestStatus conditions=1*@meta.Condition~type certificateChain=2s notBefore=4t?
          beginRefreshAt=5t? notAfter=6t?
        package coordination
        Lease metadata=1@meta.ObjectMeta spec=2@LeaseSpec
        LeaseSpec holderIdentity=1s? leaseDurationSeconds=2i? acquireTime=3u? renewTime=4u? leaseTransitions=5i?
          strategy=6s preferredHolder=7s?
        """
}
