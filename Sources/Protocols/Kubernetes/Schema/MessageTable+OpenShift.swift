extension MessageTable {
    /// The messages of OpenShift's groups (`authorization.openshift.io` is `osauthorization` here).
    static let openShift = """
        package image
        Image metadata=1@meta.ObjectMeta dockerImageReference=2s dockerImageMetadata=3r~=
          dockerImageMetadataVersion=4s dockerImageManifest=5s dockerImageLayers=6*@ImageLayer
          signatures=7*@ImageSignature~name dockerImageSignatures=8*b dockerImageManifestMediaType=9s
          dockerImageConfig=10s dockerImageManifests=11*@ImageManifest
        ImageBlobReferences imageMissing=3o! layers=1*s config=2s? manifests=4*s
        ImageImportSpec from=1@core.ObjectReference! to=2@core.LocalObjectReference?
          importPolicy=3@TagImportPolicy referencePolicy=5@TagReferencePolicy includeManifest=4o
        ImageImportStatus status=1@meta.Status! image=2@Image? tag=3s manifests=4*@Image
        ImageLayer name=1s! size=2i! mediaType=3s!
        ImageLayerData size=1i? mediaType=2s!
        ImageLookupPolicy local=3o!
        ImageManifest digest=1s! mediaType=2s! manifestSize=3i! architecture=4s! os=5s! variant=6s
        ImageSignature metadata=1@meta.ObjectMeta type=2s! content=3b conditions=4*@SignatureCondition~type
          imageIdentity=5s signedClaims=6%s created=7t? issuedBy=8@SignatureIssuer? issuedTo=9@SignatureSubject?
        ImageStream metadata=1@meta.ObjectMeta spec=2@ImageStreamSpec! status=3@ImageStreamStatus
        ImageStreamImage metadata=1@meta.ObjectMeta image=2@Image!
        ImageStreamImport metadata=1@meta.ObjectMeta spec=2@ImageStreamImportSpec!
          status=3@ImageStreamImportStatus!
        ImageStreamImportSpec import=1o! repository=2@RepositoryImportSpec? images=3*@ImageImportSpec
        ImageStreamImportStatus import=1@ImageStream? repository=2@RepositoryImportStatus?
          images=3*@ImageImportStatus
        ImageStreamLayers metadata=1@meta.ObjectMeta blobs=2%@ImageLayerData images=3%@ImageBlobReferences
        ImageStreamMapping metadata=1@meta.ObjectMeta image=2@Image! tag=3s!
        ImageStreamSpec lookupPolicy=3@ImageLookupPolicy dockerImageRepository=1s tags=2*@TagReference~name
        ImageStreamStatus dockerImageRepository=1s! publicDockerImageRepository=3s tags=2*@NamedTagEventList~tag
        ImageStreamTag metadata=1@meta.ObjectMeta tag=2@TagReference? generation=3i!
          lookupPolicy=6@ImageLookupPolicy! conditions=4*@TagEventCondition image=5@Image!
        ImageTag metadata=1@meta.ObjectMeta spec=2@TagReference? status=3@NamedTagEventList? image=4@Image?
        NamedTagEventList tag=1s! items=2*@TagEvent conditions=3*@TagEventCondition
        RepositoryImportSpec from=1@core.ObjectReference! importPolicy=2@TagImportPolicy
          referencePolicy=4@TagReferencePolicy includeManifest=3o
        RepositoryImportStatus status=1@meta.Status images=2*@ImageImportStatus additionalTags=3*s
        SignatureCondition type=1s! status=2s! lastProbeTime=3t lastTransitionTime=4t reason=5s message=6s
        SignatureGenericEntity organization=1s commonName=2s
        SignatureIssuer =1@SignatureGenericEntity
        SignatureSubject =1@SignatureGenericEntity publicKeyID=2s!
        TagEvent created=1t dockerImageReference=2s! image=3s! generation=4i!
        TagEventCondition type=1s! status=2s! lastTransitionTime=3t reason=4s message=5s generation=6i!
        TagImportPolicy insecure=1o scheduled=2o importMode=3s
        TagReference name=1s! annotations=2%s from=3@core.ObjectReference? reference=4o generation=5i?
          importPolicy=6@TagImportPolicy referencePolicy=7@TagReferencePolicy
        TagReferencePolicy type=1s!
        package project
        Project metadata=1@meta.ObjectMeta spec=2@ProjectSpec status=3@ProjectStatus
        ProjectRequest metadata=1@meta.ObjectMeta displayName=2s description=3s
        ProjectSpec finalizers=1*s
        ProjectStatus phase=1s conditions=2*@core.NamespaceCondition~type
        package route
        LocalObjectReference name=1s
        Route metadata=1@meta.ObjectMeta spec=2@RouteSpec! status=3@RouteStatus
        RouteHTTPHeader name=1s! action=2@RouteHTTPHeaderActionUnion!
        RouteHTTPHeaderActionUnion type=1s! set=2@RouteSetHTTPHeader?
        RouteHTTPHeaderActions response=1*@RouteHTTPHeader request=2*@RouteHTTPHeader
        RouteHTTPHeaders actions=1@RouteHTTPHeaderActions
        RouteIngress host=1s routerName=2s conditions=3*@RouteIngressCondition wildcardPolicy=4s
          routerCanonicalHostname=5s
        RouteIngressCondition type=1s! status=2s! reason=3s message=4s lastTransitionTime=5t?
        RoutePort targetPort=1x!
        RouteSetHTTPHeader value=1s!
        RouteSpec host=1s subdomain=8s path=2s to=3@RouteTargetReference!
          alternateBackends=4*@RouteTargetReference port=5@RoutePort? tls=6@TLSConfig? wildcardPolicy=7s
          httpHeaders=9@RouteHTTPHeaders?
        RouteStatus ingress=1*@RouteIngress
        RouteTargetReference kind=1s! name=2s! weight=3i?
        TLSConfig termination=1s! certificate=2s key=3s caCertificate=4s destinationCACertificate=5s
          insecureEdgeTerminationPolicy=6s externalCertificate=7@LocalObjectReference?
        package user
        Group metadata=1@meta.ObjectMeta users=2L
        Identity metadata=1@meta.ObjectMeta providerName=2s! providerUserName=3s! user=4@core.ObjectReference!
          extra=5%s
        User metadata=1@meta.ObjectMeta fullName=2s identities=3*s groups=4*s
        UserIdentityMapping metadata=1@meta.ObjectMeta identity=2@core.ObjectReference
          user=3@core.ObjectReference
        package oauth
        ClusterRoleScopeRestriction roleNames=1*s namespaces=2*s allowEscalation=3o!
        OAuthAccessToken metadata=1@meta.ObjectMeta clientName=2s expiresIn=3i scopes=4*s redirectURI=5s
          userName=6s userUID=7s authorizeToken=8s refreshToken=9s inactivityTimeoutSeconds=10i
        OAuthAuthorizeToken metadata=1@meta.ObjectMeta clientName=2s expiresIn=3i scopes=4*s redirectURI=5s
          state=6s userName=7s userUID=8s codeChallenge=9s codeChallengeMethod=10s
        OAuthClient metadata=1@meta.ObjectMeta secret=2s additionalSecrets=3*s respondWithChallenges=4o
          redirectURIs=5*s~ grantMethod=6s scopeRestrictions=7*@ScopeRestriction accessTokenMaxAgeSeconds=8i?
          accessTokenInactivityTimeoutSeconds=9i?
        OAuthClientAuthorization metadata=1@meta.ObjectMeta clientName=2s userName=3s userUID=4s scopes=5*s
        OAuthRedirectReference metadata=1@meta.ObjectMeta reference=2@RedirectReference
        RedirectReference group=1s! kind=2s! name=3s!
        ScopeRestriction literals=1*s clusterRole=2@ClusterRoleScopeRestriction?
        package osauthorization
        Action namespace=1s! verb=2s! resourceAPIGroup=3s! resourceAPIVersion=4s! resource=5s! resourceName=6s!
          path=8s! isNonResourceURL=9o! content=7r
        ClusterRole metadata=1@meta.ObjectMeta rules=2*@PolicyRule aggregationRule=3@rbac.AggregationRule?
        ClusterRoleBinding metadata=1@meta.ObjectMeta userNames=2L groupNames=3L
          subjects=4*@core.ObjectReference roleRef=5@core.ObjectReference!
        GroupRestriction groups=1*s labels=2*@meta.LabelSelector
        LocalResourceAccessReview metadata=2@meta.ObjectMeta =1@Action
        LocalSubjectAccessReview metadata=5@meta.ObjectMeta =1@Action user=2s! groups=3*s scopes=4L
        PolicyRule verbs=1*s attributeRestrictions=2r apiGroups=3*s resources=4*s resourceNames=5*s
          nonResourceURLs=6*s
        ResourceAccessReview metadata=2@meta.ObjectMeta =1@Action
        Role metadata=1@meta.ObjectMeta rules=2*@PolicyRule
        RoleBinding metadata=1@meta.ObjectMeta userNames=2L groupNames=3L subjects=4*@core.ObjectReference
          roleRef=5@core.ObjectReference!
        RoleBindingRestriction metadata=1@meta.ObjectMeta! spec=2@RoleBindingRestrictionSpec!
        RoleBindingRestrictionSpec userrestriction=1@UserRestriction? grouprestriction=2@GroupRestriction?
          serviceaccountrestriction=3@ServiceAccountRestriction?
        SelfSubjectRulesReview metadata=3@meta.ObjectMeta spec=1@SelfSubjectRulesReviewSpec!
          status=2@SubjectRulesReviewStatus
        SelfSubjectRulesReviewSpec scopes=1L
        ServiceAccountReference name=1s! namespace=2s!
        ServiceAccountRestriction serviceaccounts=1*@ServiceAccountReference namespaces=2*s
        SubjectAccessReview metadata=5@meta.ObjectMeta =1@Action user=2s! groups=3*s scopes=4L
        SubjectRulesReview metadata=3@meta.ObjectMeta spec=1@SubjectRulesReviewSpec!
          status=2@SubjectRulesReviewStatus
        SubjectRulesReviewSpec user=1s! groups=2*s scopes=3L
        SubjectRulesReviewStatus rules=1*@PolicyRule evaluationError=2s
        UserRestriction users=1*s groups=2*s labels=3*@meta.LabelSelector
        """
}
