/// The configuration of a cluster (`config.openshift.io`).
extension SchemaText {
    static let configuration = #"""
        = com.github.openshift.api.config.v1.AWSDNSSpec
        privateZoneIAMRole:s
        = com.github.openshift.api.config.v1.AWSIngressSpec
        type:s
        = com.github.openshift.api.config.v1.AcceptRisk
        name:s
        = com.github.openshift.api.config.v1.BasicAuthIdentityProvider
        ca:ConfigMapNameReference tlsClientCert:SecretNameReference tlsClientKey:SecretNameReference url:s
        = com.github.openshift.api.config.v1.ClusterCondition
        promql:PromQLClusterCondition type:s
        =! com.github.openshift.api.config.v1.ClusterOperator | How one part of the cluster does.
        status:ClusterOperatorStatus | Conditions and versions of the part.
        spec:ClusterOperatorSpec
        = com.github.openshift.api.config.v1.ClusterOperatorSpec
        = com.github.openshift.api.config.v1.ClusterOperatorStatus
        conditions:[ClusterOperatorStatusCondition]~type extension:* relatedObjects:[config.ObjectReference]
        versions:[OperandVersion]
        = com.github.openshift.api.config.v1.ClusterOperatorStatusCondition
        lastTransitionTime:t message:s reason:s status:s type:s
        =! com.github.openshift.api.config.v1.ClusterVersion | The release the cluster runs.
        spec:ClusterVersionSpec status:ClusterVersionStatus
        = com.github.openshift.api.config.v1.ClusterVersionCapabilitiesSpec
        additionalEnabledCapabilities:[s] baselineCapabilitySet:s
        = com.github.openshift.api.config.v1.ClusterVersionCapabilitiesStatus
        enabledCapabilities:[s] knownCapabilities:[s]
        = com.github.openshift.api.config.v1.ClusterVersionSpec
        capabilities:ClusterVersionCapabilitiesSpec channel:s clusterID:s desiredUpdate:Update
        overrides:[ComponentOverride] signatureStores:[SignatureStore] upstream:s
        = com.github.openshift.api.config.v1.ClusterVersionStatus
        availableUpdates:[Release] capabilities:ClusterVersionCapabilitiesStatus
        conditionalUpdateRisks:[ConditionalUpdateRisk] conditionalUpdates:[ConditionalUpdate]
        conditions:[ClusterOperatorStatusCondition]~type desired:Release history:[UpdateHistory]
        observedGeneration:l versionHash:s
        = com.github.openshift.api.config.v1.ComponentOverride
        group:s kind:s name:s namespace:s unmanaged:b
        = com.github.openshift.api.config.v1.ComponentRouteSpec
        hostname:s labels:{s} name:s namespace:s servingCertKeyPairSecret:SecretNameReference
        = com.github.openshift.api.config.v1.ComponentRouteStatus
        conditions:[Condition] consumingUsers:[s] currentHostnames:[s] defaultHostname:s name:s namespace:s
        relatedObjects:[config.ObjectReference]
        = com.github.openshift.api.config.v1.ConditionalUpdate
        conditions:[Condition] release:Release riskNames:[s] risks:[ConditionalUpdateRisk]~name
        = com.github.openshift.api.config.v1.ConditionalUpdateRisk
        conditions:[Condition] matchingRules:[ClusterCondition] message:s name:s url:s
        = com.github.openshift.api.config.v1.ConfigMapFileReference
        key:s name:s
        = com.github.openshift.api.config.v1.ConfigMapNameReference
        name:s
        =! com.github.openshift.api.config.v1.Console | The cluster's web console.
        spec:ConsoleSpec status:ConsoleStatus
        = com.github.openshift.api.config.v1.ConsoleAuthentication
        logoutRedirect:s
        = com.github.openshift.api.config.v1.ConsoleSpec
        authentication:ConsoleAuthentication
        = com.github.openshift.api.config.v1.ConsoleStatus
        consoleURL:s
        =! com.github.openshift.api.config.v1.DNS
        spec:DNSSpec status:DNSStatus
        = com.github.openshift.api.config.v1.DNSPlatformSpec
        aws:AWSDNSSpec type:s
        = com.github.openshift.api.config.v1.DNSSpec
        baseDomain:s platform:DNSPlatformSpec privateZone:DNSZone publicZone:DNSZone
        = com.github.openshift.api.config.v1.DNSStatus
        = com.github.openshift.api.config.v1.DNSZone
        id:s tags:{s}
        = com.github.openshift.api.config.v1.GitHubIdentityProvider
        ca:ConfigMapNameReference clientID:s clientSecret:SecretNameReference hostname:s organizations:[s]
        teams:[s]
        = com.github.openshift.api.config.v1.GitLabIdentityProvider
        ca:ConfigMapNameReference clientID:s clientSecret:SecretNameReference url:s
        = com.github.openshift.api.config.v1.GoogleIdentityProvider
        clientID:s clientSecret:SecretNameReference hostedDomain:s
        = com.github.openshift.api.config.v1.HTPasswdIdentityProvider
        fileData:SecretNameReference | The secret in openshift-config; its key htpasswd holds the file.
        = com.github.openshift.api.config.v1.IdentityProvider
        htpasswd:HTPasswdIdentityProvider | A secret with names and hashed passwords.
        mappingMethod:s | How identities become users: claim, lookup or add; claim by default.
        name:s | Name of the provider, the first part of identities' names.
        type:s | The kind of provider, such as HTPasswd; its own settings lie in the field of that name.
        basicAuth:BasicAuthIdentityProvider github:GitHubIdentityProvider gitlab:GitLabIdentityProvider
        google:GoogleIdentityProvider keystone:KeystoneIdentityProvider ldap:LDAPIdentityProvider
        openID:OpenIDIdentityProvider requestHeader:RequestHeaderIdentityProvider
        =! com.github.openshift.api.config.v1.Image as config.Image
        spec:ImageSpec status:ImageStatus
        = com.github.openshift.api.config.v1.ImageSpec
        additionalTrustedCA:ConfigMapNameReference allowedRegistriesForImport:[RegistryLocation]
        externalRegistryHostnames:[s] imageStreamImportMode:s registrySources:RegistrySources
        = com.github.openshift.api.config.v1.ImageStatus
        externalRegistryHostnames:[s] imageStreamImportMode:s internalRegistryHostname:s
        =! com.github.openshift.api.config.v1.Infrastructure | Where the cluster runs and how it is reached.
        spec:InfrastructureSpec status:InfrastructureStatus
        = com.github.openshift.api.config.v1.InfrastructureSpec
        cloudConfig:ConfigMapFileReference controlPlaneTopology:s platformSpec:*
        = com.github.openshift.api.config.v1.InfrastructureStatus
        apiServerInternalURI:s apiServerURL:s controlPlaneTopology:s cpuPartitioning:s etcdDiscoveryDomain:s
        infrastructureName:s infrastructureTopology:s platform:s platformStatus:*
        =! com.github.openshift.api.config.v1.Ingress as config.Ingress
        spec:config.IngressSpec status:config.IngressStatus
        = com.github.openshift.api.config.v1.IngressPlatformSpec
        aws:AWSIngressSpec type:s
        = com.github.openshift.api.config.v1.IngressSpec as config.IngressSpec
        appsDomain:s componentRoutes:[ComponentRouteSpec] domain:s loadBalancer:LoadBalancer
        requiredHSTSPolicies:[RequiredHSTSPolicy]
        = com.github.openshift.api.config.v1.IngressStatus as config.IngressStatus
        componentRoutes:[ComponentRouteStatus] defaultPlacement:s
        = com.github.openshift.api.config.v1.KeystoneIdentityProvider
        ca:ConfigMapNameReference domainName:s tlsClientCert:SecretNameReference
        tlsClientKey:SecretNameReference url:s
        = com.github.openshift.api.config.v1.LDAPAttributeMapping
        email:[s] id:[s] name:[s] preferredUsername:[s]
        = com.github.openshift.api.config.v1.LDAPIdentityProvider
        attributes:LDAPAttributeMapping bindDN:s bindPassword:SecretNameReference ca:ConfigMapNameReference
        insecure:b url:s
        = com.github.openshift.api.config.v1.LoadBalancer
        platform:IngressPlatformSpec
        = com.github.openshift.api.config.v1.MaxAgePolicy
        largestMaxAge:i smallestMaxAge:i
        =! com.github.openshift.api.config.v1.OAuth | How people log in to the cluster.
        spec:OAuthSpec | The identity providers and how long tokens live.
        status:OAuthStatus
        = com.github.openshift.api.config.v1.OAuthSpec
        identityProviders:[IdentityProvider] | Where names and passwords are checked, in this order.
        templates:OAuthTemplates | Pages in place of the built-in ones.
        tokenConfig:TokenConfig | How long tokens live.
        = com.github.openshift.api.config.v1.OAuthStatus
        = com.github.openshift.api.config.v1.OAuthTemplates
        error:SecretNameReference login:SecretNameReference providerSelection:SecretNameReference
        = com.github.openshift.api.config.v1.ObjectReference as config.ObjectReference
        group:s name:s namespace:s resource:s
        = com.github.openshift.api.config.v1.OpenIDClaims
        email:[s] groups:[s] name:[s] preferredUsername:[s]
        = com.github.openshift.api.config.v1.OpenIDIdentityProvider
        ca:ConfigMapNameReference claims:OpenIDClaims clientID:s clientSecret:SecretNameReference
        extraAuthorizeParameters:{s} extraScopes:[s] issuer:s
        = com.github.openshift.api.config.v1.OperandVersion
        name:s version:s
        =! com.github.openshift.api.config.v1.Project as config.Project
        spec:config.ProjectSpec status:config.ProjectStatus
        = com.github.openshift.api.config.v1.ProjectSpec as config.ProjectSpec
        projectRequestMessage:s projectRequestTemplate:TemplateReference
        = com.github.openshift.api.config.v1.ProjectStatus as config.ProjectStatus
        = com.github.openshift.api.config.v1.PromQLClusterCondition
        promql:s
        =! com.github.openshift.api.config.v1.Proxy | The proxy for requests to the outside.
        spec:ProxySpec status:ProxyStatus
        = com.github.openshift.api.config.v1.ProxySpec
        httpProxy:s httpsProxy:s noProxy:s readinessEndpoints:[s] trustedCA:ConfigMapNameReference
        = com.github.openshift.api.config.v1.ProxyStatus
        httpProxy:s httpsProxy:s noProxy:s
        = com.github.openshift.api.config.v1.RegistryLocation
        domainName:s insecure:b
        = com.github.openshift.api.config.v1.RegistrySources
        allowedRegistries:[s] blockedRegistries:[s] containerRuntimeSearchRegistries:[s] insecureRegistries:[s]
        = com.github.openshift.api.config.v1.Release
        architecture:s channels:[s] image:s url:s version:s
        = com.github.openshift.api.config.v1.RequestHeaderIdentityProvider
        ca:ConfigMapNameReference challengeURL:s clientCommonNames:[s] emailHeaders:[s] headers:[s]
        loginURL:s nameHeaders:[s] preferredUsernameHeaders:[s]
        = com.github.openshift.api.config.v1.RequiredHSTSPolicy
        domainPatterns:[s] includeSubDomainsPolicy:s maxAge:MaxAgePolicy namespaceSelector:LabelSelector
        preloadPolicy:s
        = com.github.openshift.api.config.v1.SecretNameReference
        name:s
        = com.github.openshift.api.config.v1.SignatureStore
        ca:ConfigMapNameReference url:s
        = com.github.openshift.api.config.v1.TemplateReference
        name:s
        = com.github.openshift.api.config.v1.TokenConfig
        accessTokenInactivityTimeout:s | How long a token lives without use; at least 300s.
        accessTokenMaxAgeSeconds:i | How long a token lives; 86400 by default.
        accessTokenInactivityTimeoutSeconds:i
        = com.github.openshift.api.config.v1.Update
        acceptRisks:[AcceptRisk] architecture:s force:b image:s mode:s version:s
        = com.github.openshift.api.config.v1.UpdateHistory
        acceptedRisks:s completionTime:t image:s startedTime:t state:s verified:b version:s
        """#
}
