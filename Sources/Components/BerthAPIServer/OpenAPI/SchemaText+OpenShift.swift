/// The groups that OpenShift's own servers serve.
extension SchemaText {
    static let openShift = #"""
        = com.github.openshift.api.authorization.v1.GroupRestriction
        groups:[s] labels:[LabelSelector]
        =! com.github.openshift.api.authorization.v1.RoleBindingRestriction
        spec:RoleBindingRestrictionSpec
        = com.github.openshift.api.authorization.v1.RoleBindingRestrictionSpec
        grouprestriction:GroupRestriction serviceaccountrestriction:ServiceAccountRestriction
        userrestriction:UserRestriction
        = com.github.openshift.api.authorization.v1.ServiceAccountReference
        name:s namespace:s
        = com.github.openshift.api.authorization.v1.ServiceAccountRestriction
        namespaces:[s] serviceaccounts:[ServiceAccountReference]
        = com.github.openshift.api.authorization.v1.UserRestriction
        groups:[s] labels:[LabelSelector] users:[s]
        =! com.github.openshift.api.authorization.v1.ClusterRole as LegacyClusterRole
        aggregationRule:AggregationRule rules:[LegacyPolicyRule]
        =! com.github.openshift.api.authorization.v1.ClusterRoleBinding as LegacyClusterRoleBinding
        groupNames:[s] roleRef:ObjectReference subjects:[ObjectReference] userNames:[s]
        = com.github.openshift.api.authorization.v1.PolicyRule as LegacyPolicyRule
        apiGroups:[s] attributeRestrictions:* nonResourceURLs:[s] resourceNames:[s] resources:[s] verbs:[s]
        =! com.github.openshift.api.authorization.v1.Role as LegacyRole
        rules:[LegacyPolicyRule]
        =! com.github.openshift.api.authorization.v1.RoleBinding as LegacyRoleBinding
        groupNames:[s] roleRef:ObjectReference subjects:[ObjectReference] userNames:[s]
        =! com.github.openshift.api.authorization.v1.SubjectAccessReview as LegacySubjectAccessReview
        content:* isNonResourceURL:b namespace:s path:s resource:s resourceAPIGroup:s resourceAPIVersion:s
        resourceName:s verb:s groups:[s] scopes:[s] user:s
        =! com.github.openshift.api.authorization.v1.LocalSubjectAccessReview as LegacyLocalSubjectAccessReview
        content:* isNonResourceURL:b namespace:s path:s resource:s resourceAPIGroup:s resourceAPIVersion:s
        resourceName:s verb:s groups:[s] scopes:[s] user:s
        =! com.github.openshift.api.authorization.v1.ResourceAccessReview as LegacyResourceAccessReview
        content:* isNonResourceURL:b namespace:s path:s resource:s resourceAPIGroup:s resourceAPIVersion:s
        resourceName:s verb:s
        =! com.github.openshift.api.authorization.v1.LocalResourceAccessReview as LegacyLocalResourceAccessReview
        content:* isNonResourceURL:b namespace:s path:s resource:s resourceAPIGroup:s resourceAPIVersion:s
        resourceName:s verb:s
        =! com.github.openshift.api.authorization.v1.SelfSubjectRulesReview as LegacySelfSubjectRulesReview
        spec:LegacySelfSubjectRulesReviewSpec status:*
        = com.github.openshift.api.authorization.v1.SelfSubjectRulesReviewSpec as LegacySelfSubjectRulesReviewSpec
        scopes:[s]
        =! com.github.openshift.api.authorization.v1.SubjectRulesReview as LegacySubjectRulesReview
        spec:LegacySubjectRulesReviewSpec status:*
        = com.github.openshift.api.authorization.v1.SubjectRulesReviewSpec as LegacySubjectRulesReviewSpec
        groups:[s] scopes:[s] user:s
        =! com.github.openshift.api.image.v1.Image | An image that the cluster knows, by its digest.
        dockerImageLayers:[ImageLayer] | The layers, the lowest first.
        dockerImageManifest:s | The image's manifest as text.
        dockerImageMetadata:*~ | What the image's configuration says.
        dockerImageReference:s | Where the image can be pulled.
        dockerImageConfig:s dockerImageManifestMediaType:s dockerImageManifests:[ImageManifest]
        dockerImageMetadataVersion:s dockerImageSignatures:[y] signatures:[ImageSignature]~name
        = com.github.openshift.api.image.v1.ImageImportSpec
        from:ObjectReference importPolicy:TagImportPolicy includeManifest:b referencePolicy:TagReferencePolicy
        to:LocalObjectReference
        = com.github.openshift.api.image.v1.ImageImportStatus
        image:Image manifests:[Image] status:Status tag:s
        = com.github.openshift.api.image.v1.ImageLayer
        mediaType:s name:s size:l
        = com.github.openshift.api.image.v1.ImageLookupPolicy
        local:b
        = com.github.openshift.api.image.v1.ImageManifest
        architecture:s digest:s manifestSize:l mediaType:s os:s variant:s
        =! com.github.openshift.api.image.v1.ImageSignature
        conditions:[SignatureCondition]~type content:y created:t imageIdentity:s issuedBy:SignatureIssuer
        issuedTo:SignatureSubject signedClaims:{s} type:s
        =! com.github.openshift.api.image.v1.ImageStream | A set of images under tags, as one repository of the
          registry.
        spec:ImageStreamSpec | What tags should follow.
        status:ImageStreamStatus | What was pushed or imported.
        =! com.github.openshift.api.image.v1.ImageStreamImage
        image:Image
        =! com.github.openshift.api.image.v1.ImageStreamImport
        spec:ImageStreamImportSpec status:ImageStreamImportStatus
        = com.github.openshift.api.image.v1.ImageStreamImportSpec
        images:[ImageImportSpec] import:b repository:RepositoryImportSpec
        = com.github.openshift.api.image.v1.ImageStreamImportStatus
        images:[ImageImportStatus] import:ImageStream repository:RepositoryImportStatus
        =! com.github.openshift.api.image.v1.ImageStreamMapping
        image:Image tag:s
        = com.github.openshift.api.image.v1.ImageStreamSpec
        lookupPolicy:ImageLookupPolicy | Whether pods may name the stream as an image.
        tags:[TagReference]~name | Tags and where they come from.
        dockerImageRepository:s
        = com.github.openshift.api.image.v1.ImageStreamStatus
        dockerImageRepository:s | Where the images are pulled from inside.
        publicDockerImageRepository:s | Where the images are pulled from outside.
        tags:[NamedTagEventList]~tag | The history of each tag, the newest image first.
        =! com.github.openshift.api.image.v1.ImageStreamTag | One tag of an image stream, with its image.
        conditions:[TagEventCondition] generation:l image:Image lookupPolicy:ImageLookupPolicy
        tag:TagReference
        =! com.github.openshift.api.image.v1.ImageTag
        image:Image spec:TagReference status:NamedTagEventList
        = com.github.openshift.api.image.v1.NamedTagEventList
        conditions:[TagEventCondition] items:[TagEvent] tag:s
        = com.github.openshift.api.image.v1.RepositoryImportSpec
        from:ObjectReference importPolicy:TagImportPolicy includeManifest:b referencePolicy:TagReferencePolicy
        = com.github.openshift.api.image.v1.RepositoryImportStatus
        additionalTags:[s] images:[ImageImportStatus] status:Status
        = com.github.openshift.api.image.v1.SignatureCondition
        lastProbeTime:t lastTransitionTime:t message:s reason:s status:s type:s
        = com.github.openshift.api.image.v1.SignatureIssuer
        commonName:s organization:s
        = com.github.openshift.api.image.v1.SignatureSubject
        commonName:s organization:s publicKeyID:s
        = com.github.openshift.api.image.v1.TagEvent
        created:t dockerImageReference:s generation:l image:s
        = com.github.openshift.api.image.v1.TagEventCondition
        generation:l lastTransitionTime:t message:s reason:s status:s type:s
        = com.github.openshift.api.image.v1.TagImportPolicy
        importMode:s insecure:b scheduled:b
        = com.github.openshift.api.image.v1.TagReference
        annotations:{s} from:ObjectReference generation:l importPolicy:TagImportPolicy name:s reference:b
        referencePolicy:TagReferencePolicy
        = com.github.openshift.api.image.v1.TagReferencePolicy
        type:s
        = com.github.openshift.api.oauth.v1.ClusterRoleScopeRestriction
        allowEscalation:b namespaces:[s] roleNames:[s]
        =! com.github.openshift.api.oauth.v1.OAuthAccessToken | A token with which somebody acts as a user; its
          name is a digest of it.
        authorizeToken:s clientName:s expiresIn:l inactivityTimeoutSeconds:i redirectURI:s refreshToken:s
        scopes:[s] userName:s userUID:s
        =! com.github.openshift.api.oauth.v1.OAuthAuthorizeToken
        clientName:s codeChallenge:s codeChallengeMethod:s expiresIn:l redirectURI:s scopes:[s] state:s
        userName:s userUID:s
        =! com.github.openshift.api.oauth.v1.OAuthClient | A program that may ask for tokens.
        accessTokenMaxAgeSeconds:i | How long tokens live; 0 for ever.
        grantMethod:s | Whether users are asked: auto or prompt.
        redirectURIs:[s]~ | Where browsers may be sent back to.
        respondWithChallenges:b | Whether a login may be asked for by an HTTP challenge.
        secret:s | The program's password.
        accessTokenInactivityTimeoutSeconds:i additionalSecrets:[s] scopeRestrictions:[ScopeRestriction]
        =! com.github.openshift.api.oauth.v1.OAuthClientAuthorization
        clientName:s scopes:[s] userName:s userUID:s
        = com.github.openshift.api.oauth.v1.ScopeRestriction
        clusterRole:ClusterRoleScopeRestriction literals:[s]
        =! com.github.openshift.api.oauth.v1.UserOAuthAccessToken
        authorizeToken:s clientName:s expiresIn:l inactivityTimeoutSeconds:i redirectURI:s refreshToken:s
        scopes:[s] userName:s userUID:s
        =! com.github.openshift.api.project.v1.Project | A namespace as its users see it.
        spec:ProjectSpec status:ProjectStatus
        =! com.github.openshift.api.project.v1.ProjectRequest | A wish for a new project.
        description:s | What the project is for.
        displayName:s | The project's name for people.
        = com.github.openshift.api.project.v1.ProjectSpec
        finalizers:[s]
        = com.github.openshift.api.project.v1.ProjectStatus
        conditions:[NamespaceCondition]~type phase:s
        =! com.github.openshift.api.quota.v1.ClusterResourceQuota
        spec:ClusterResourceQuotaSpec status:ClusterResourceQuotaStatus
        = com.github.openshift.api.quota.v1.ClusterResourceQuotaSelector
        annotations:{s} labels:LabelSelector
        = com.github.openshift.api.quota.v1.ClusterResourceQuotaSpec
        quota:ResourceQuotaSpec selector:ClusterResourceQuotaSelector
        = com.github.openshift.api.quota.v1.ClusterResourceQuotaStatus
        namespaces:[ResourceQuotaStatusByNamespace] total:ResourceQuotaStatus
        = com.github.openshift.api.quota.v1.ResourceQuotaStatusByNamespace
        namespace:s status:ResourceQuotaStatus
        = com.github.openshift.api.route.v1.LocalObjectReference as route.LocalObjectReference
        name:s
        =! com.github.openshift.api.route.v1.Route | A host name from outside for a service.
        spec:RouteSpec | Where requests come in and go to.
        status:RouteStatus | Which routers admitted the route.
        = com.github.openshift.api.route.v1.RouteHTTPHeader
        action:RouteHTTPHeaderActionUnion name:s
        = com.github.openshift.api.route.v1.RouteHTTPHeaderActionUnion
        set:RouteSetHTTPHeader type:s
        = com.github.openshift.api.route.v1.RouteHTTPHeaderActions
        request:[RouteHTTPHeader] response:[RouteHTTPHeader]
        = com.github.openshift.api.route.v1.RouteHTTPHeaders
        actions:RouteHTTPHeaderActions
        = com.github.openshift.api.route.v1.RouteIngress
        conditions:[RouteIngressCondition] host:s routerCanonicalHostname:s routerName:s wildcardPolicy:s
        = com.github.openshift.api.route.v1.RouteIngressCondition
        lastTransitionTime:t message:s reason:s status:s type:s
        = com.github.openshift.api.route.v1.RoutePort
        targetPort:x
        = com.github.openshift.api.route.v1.RouteSetHTTPHeader
        value:s
        = com.github.openshift.api.route.v1.RouteSpec
        alternateBackends:[RouteTargetReference] | Further services that share the requests by weight.
        host:s | The host name; made up when none is given.
        path:s | A path that requests must begin with.
        port:RoutePort | The port of the service.
        tls:TLSConfig | How TLS is ended.
        to:RouteTargetReference | The service requests go to.
        wildcardPolicy:s | None, or Subdomain for all hosts of the domain.
        httpHeaders:RouteHTTPHeaders subdomain:s
        = com.github.openshift.api.route.v1.RouteStatus
        ingress:[RouteIngress]
        = com.github.openshift.api.route.v1.RouteTargetReference
        kind:s | Service.
        name:s | Name of the service.
        weight:i | The share of the requests, 0 to 256; 100 by default.
        = com.github.openshift.api.route.v1.TLSConfig
        caCertificate:s | Certificates of the issuers in PEM.
        certificate:s | The certificate in PEM.
        destinationCACertificate:s | Who issues the service's certificate, in PEM.
        insecureEdgeTerminationPolicy:s | What happens to plain HTTP: None, Allow or Redirect.
        key:s | The key of the certificate in PEM.
        termination:s | edge, passthrough or reencrypt.
        externalCertificate:route.LocalObjectReference
        =! com.github.openshift.api.user.v1.Group | Users under one name, to give them roles together.
        users:[s] | Names of the members.
        =! com.github.openshift.api.user.v1.Identity | A login of a user at an identity provider.
        providerName:s | The identity provider.
        providerUserName:s | The name at the provider.
        user:ObjectReference | The user it belongs to.
        extra:{s}
        =! com.github.openshift.api.user.v1.User | Somebody who has logged in.
        fullName:s | The name of the person.
        groups:[s] | Not used; membership is written in groups.
        identities:[s] | What the user logs in with, as provider:name.
        =! com.github.openshift.api.user.v1.UserIdentityMapping
        identity:ObjectReference user:ObjectReference
        """#
}
