/// The ClusterRoles of Kubernetes and of OpenShift, in the notation of ``BootstrapRole``.
///
/// Kubernetes: <https://kubernetes.io/docs/reference/access-authn-authz/rbac/#default-roles-and-role-bindings>;
/// OpenShift: <https://docs.openshift.com/container-platform/4.3/authentication/using-rbac.html#default-roles_using-rbac>.
extension BootstrapPolicy {
    /// What users are given.
    static let userRoles = """
        cluster-admin
          * all *
          * path *
        admin < admin
        edit < edit > admin
        view < view > edit
        cluster-reader < cluster-reader view
        basic-user
          get user users =~
          list proj projectrequests
          get,list auth clusterroles
          R rbac clusterroles
          get,list storage.k8s.io storageclasses
          list,watch proj projects
          create auth selfsubjectrulesreviews
          create authz selfsubjectaccessreviews
        self-provisioner
          create proj projectrequests
        self-access-reviewer
          create auth selfsubjectrulesreviews
          create authz selfsubjectaccessreviews
        sudoer
          impersonate core+user systemusers users =system:admin
          impersonate core+user groups systemgroups =system:masters
        system:oauth-token-deleter
          delete oauth oauthaccesstokens oauthauthorizetokens
        system:openshift:useroauthaccesstoken-manager
          R oauth useroauthaccesstokens
          delete oauth useroauthaccesstokens
        system:scope-impersonation
          impersonate authn userextras/scopes.authorization.openshift.io
        system:basic-user
          create authz selfsubjectaccessreviews selfsubjectrulesreviews
          create authn selfsubjectreviews
        system:auth-delegator
          create authn tokenreviews
          create authz subjectaccessreviews
        system:webhook
          get,create build buildconfigs/webhooks
        system:build-strategy-docker
          create build builds/docker builds/optimizeddocker
        system:build-strategy-custom
          create build builds/custom
        system:build-strategy-source
          create build builds/source
        system:build-strategy-jenkinspipeline
          create build builds/jenkinspipeline
        """

    /// What the server tells of itself.
    static let discoveryRoles = """
        cluster-status
          get path /healthz /healthz/
          get path /version /version/* /api /api/* /apis /apis/* /oapi /oapi/* /openapi/v2 /swaggerapi /swaggerapi/* \
        /swagger.json /swagger-2.0.0.pb-v1 /osapi /osapi/ /.well-known /.well-known/* /
        system:openshift:discovery
          get path /version /version/* /api /api/* /apis /apis/* /oapi /oapi/* /openapi/v2 /swaggerapi /swaggerapi/* \
        /swagger.json /swagger-2.0.0.pb-v1 /osapi /osapi/ /.well-known /.well-known/* /
        system:discovery
          get path /livez /readyz /healthz /version /version/ /openapi /openapi/* /api /api/* /apis /apis/*
        system:public-info-viewer
          get path /livez /readyz /healthz /version /version/
        system:openshift:public-info-viewer
          get path /.well-known /.well-known/*
        system:service-account-issuer-discovery
          get path /.well-known/openid-configuration /openid/v1/jwks
        """

    /// What the registry, its users and its robots are given.
    static let imageRoles = """
        registry-viewer > view
          R img imagestreamimages imagestreammappings imagestreams imagestreamtags imagetags
          get img imagestreams/layers
          get core namespaces
          get proj projects
        registry-editor > edit
          RW core serviceaccounts secrets
          RW img imagestreamimages imagestreammappings imagestreams imagestreams/secrets imagestreamtags imagetags
          create img imagestreamimports
          get,update img imagestreams/layers
          get core namespaces
          get proj projects
        registry-admin > admin
          + registry-editor
          RW auth+rbac roles rolebindings
          create auth localresourceaccessreviews localsubjectaccessreviews subjectrulesreviews resourceaccessreviews \
        subjectaccessreviews
          create authz localsubjectaccessreviews
          get,delete proj projects
        system:image-puller
          get img imagestreams/layers
        system:image-pusher
          get,update img imagestreams/layers
        system:image-builder > admin edit
          get,update img imagestreams/layers
          create img imagestreams
          update build builds/details
          get build builds
        system:image-pruner
          get,list core pods replicationcontrollers
          list core limitranges
          get,list build buildconfigs builds
          get,list apps.os deploymentconfigs
          get,list apps+extensions daemonsets deployments replicasets statefulsets
          get,list batch jobs cronjobs
          delete img images
          R img images imagestreams
          update img imagestreams/status
        system:image-signer
          get img images imagestreams/layers
          create,delete img imagesignatures
        system:image-auditor
          R img images
          patch,update img images
        system:registry
          list core limitranges resourcequotas
          list img imagestreams
          get,delete img images imagestreamtags
          get img imagestreamimages imagestreams/secrets
          get,update img images imagestreams
          create img imagestreammappings
        system:deployer
          get,list,watch,update,delete core replicationcontrollers
          get,update core replicationcontrollers/scale
          get,list,watch,create core pods
          get core pods/log
          create,list core events
          create,update img imagestreamtags
        registry-monitoring
          get img registry/metrics
        """

    /// What `view`, `edit` and `admin` gather from Kubernetes.
    static let kubernetesFragments = """
        system:aggregate-to-view > view
          R core configmaps endpoints persistentvolumeclaims persistentvolumeclaims/status pods replicationcontrollers \
        replicationcontrollers/scale serviceaccounts services services/status
          R core bindings events limitranges namespaces/status pods/log pods/status replicationcontrollers/status \
        resourcequotas resourcequotas/status
          R core namespaces
          R discovery.k8s.io endpointslices
          R apps controllerrevisions daemonsets daemonsets/status deployments deployments/scale deployments/status \
        replicasets replicasets/scale replicasets/status statefulsets statefulsets/scale statefulsets/status
          R autoscaling horizontalpodautoscalers horizontalpodautoscalers/status
          R batch cronjobs cronjobs/status jobs jobs/status
          R policy poddisruptionbudgets poddisruptionbudgets/status
          R extensions+networking.k8s.io ingresses ingresses/status networkpolicies
        system:aggregate-to-edit > edit
          R core pods/attach pods/proxy pods/exec pods/portforward secrets services/proxy
          impersonate core serviceaccounts
          W core pods pods/attach pods/proxy pods/exec pods/portforward
          create core pods/eviction
          W core configmaps endpoints events persistentvolumeclaims replicationcontrollers replicationcontrollers/scale \
        secrets serviceaccounts services services/proxy
          create core serviceaccounts/token
          W apps daemonsets deployments deployments/rollback deployments/scale replicasets replicasets/scale \
        statefulsets statefulsets/scale
          W autoscaling horizontalpodautoscalers
          W batch cronjobs jobs
          W policy poddisruptionbudgets
          W extensions+networking.k8s.io ingresses networkpolicies
        system:aggregate-to-admin > admin
          create authz localsubjectaccessreviews
          RW rbac roles rolebindings
        """

    /// What `view`, `edit`, `admin` and `cluster-reader` gather from OpenShift.
    static let openShiftFragments = """
        system:openshift:aggregate-to-view > view
          R build builds buildconfigs buildconfigs/webhooks builds/log
          R apps.os deploymentconfigs deploymentconfigs/scale deploymentconfigs/log deploymentconfigs/status
          R img imagestreams imagestreammappings imagestreamtags imagestreamimages imagestreams/status imagetags
          get proj projects
          R quota appliedclusterresourcequotas
          R route routes routes/status
          R tmpl templates templateconfigs processedtemplates templateinstances
        system:openshift:aggregate-to-edit > edit
          RW build builds buildconfigs buildconfigs/webhooks
          R build builds/log
          create build buildconfigs/instantiate buildconfigs/instantiatebinary builds/clone
          update build builds/details
          RW apps.os deploymentconfigs deploymentconfigs/scale
          create apps.os deploymentconfigs/instantiate deploymentconfigs/rollback deploymentconfigrollbacks
          R apps.os deploymentconfigs/log deploymentconfigs/status
          RW img imagestreams imagestreammappings imagestreamtags imagestreamimages imagestreams/secrets imagetags
          R img imagestreams/status
          get,update img imagestreams/layers
          create img imagestreamimports
          get proj projects
          R quota appliedclusterresourcequotas
          RW route routes
          create route routes/custom-host
          R route routes/status
          RW tmpl templates templateconfigs processedtemplates templateinstances
          RW extensions+networking.k8s.io networkpolicies
        system:openshift:aggregate-to-admin > admin
          + system:openshift:aggregate-to-edit
          RW auth roles rolebindings
          create auth localresourceaccessreviews localsubjectaccessreviews subjectrulesreviews resourceaccessreviews \
        subjectaccessreviews
          create sec podsecuritypolicysubjectreviews podsecuritypolicyselfsubjectreviews podsecuritypolicyreviews
          R auth rolebindingrestrictions
          get,patch,update,delete proj projects
          update route routes/status
        system:openshift:aggregate-to-cluster-reader > cluster-reader
          R core componentstatuses nodes nodes/status persistentvolumeclaims/status persistentvolumes \
        persistentvolumes/status pods/binding pods/eviction podtemplates securitycontextconstraints services/status
          R admissionregistration.k8s.io mutatingwebhookconfigurations validatingwebhookconfigurations
          R apiextensions.k8s.io customresourcedefinitions customresourcedefinitions/status
          R apiregistration.k8s.io apiservices apiservices/status
          R events.k8s.io events
          R coordination.k8s.io leases
          R storage.k8s.io csidrivers csinodes storageclasses volumeattachments volumeattachments/status
          R scheduling.k8s.io priorityclasses
          R certificates.k8s.io certificatesigningrequests certificatesigningrequests/approval \
        certificatesigningrequests/status
          R policy podsecuritypolicies poddisruptionbudgets poddisruptionbudgets/status
          R networking.k8s.io ingresses/status
          R rbac+auth roles rolebindings clusterroles clusterrolebindings
          R auth rolebindingrestrictions
          R build builds/details
          R img images imagesignatures
          get img imagestreams/layers
          R oauth oauthclientauthorizations
          list,watch proj projects
          R proj projectrequests
          R quota clusterresourcequotas clusterresourcequotas/status
          R sec securitycontextconstraints
          R tmpl brokertemplateinstances templateinstances/status
          R user groups identities useridentitymappings users
          create auth localresourceaccessreviews localsubjectaccessreviews resourceaccessreviews \
        selfsubjectrulesreviews subjectaccessreviews subjectrulesreviews
          create authz localsubjectaccessreviews selfsubjectaccessreviews selfsubjectrulesreviews subjectaccessreviews
          create authn tokenreviews
          get core nodes/metrics nodes/spec
          create,get core nodes/stats
          get path *
        """
}
