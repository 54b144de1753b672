/// OpenShift's own groups, as far as they are stored.
extension StoredKinds {
    static let openShift: [ResourceKind] = [
        kind(
            "image.openshift.io/v1",
            "Image",
            "images",
            namespaced: false,
            columns: Columns.images,
            strategy: KindRules(nameRule: .pathSegment)
        ),
        kind(
            "image.openshift.io/v1",
            "ImageStream",
            "imagestreams",
            short: ["is"],
            categories: ["all"],
            status: true,
            columns: Columns.imageStreams,
            strategy: CoreRules.plainWithStatus
        ) {
            $0.selectableFields = ["spec.dockerImageRepository", "status.dockerImageRepository"]
        },
        kind(
            "route.openshift.io/v1",
            "Route",
            "routes",
            categories: ["all"],
            status: true,
            columns: Columns.routes,
            strategy: RouteRules.routes
        ) {
            $0.selectableFields = ["spec.host", "spec.path", "spec.to.name"]
        },
        kind(
            "user.openshift.io/v1",
            "Group",
            "groups",
            namespaced: false,
            columns: Columns.groups,
            strategy: OAuthObjectRules.groups
        ),
        kind("user.openshift.io/v1", "Identity", "identities", namespaced: false, columns: Columns.identities) {
            $0.selectableFields = ["providerName", "providerUserName", "user.name", "user.uid"]
        },
        kind("user.openshift.io/v1", "User", "users", namespaced: false, columns: Columns.users),
        kind(
            "oauth.openshift.io/v1",
            "OAuthAccessToken",
            "oauthaccesstokens",
            namespaced: false,
            columns: Columns.oauthTokens,
            strategy: OAuthObjectRules.tokens
        ) {
            $0.selectableFields = ["clientName", "userName", "userUID", "authorizeToken"]
        },
        kind(
            "oauth.openshift.io/v1",
            "OAuthAuthorizeToken",
            "oauthauthorizetokens",
            namespaced: false,
            columns: Columns.oauthTokens,
            strategy: OAuthObjectRules.tokens
        ) {
            $0.selectableFields = ["clientName", "userName", "userUID"]
        },
        kind(
            "oauth.openshift.io/v1",
            "OAuthClientAuthorization",
            "oauthclientauthorizations",
            namespaced: false,
            columns: Columns.oauthClientAuthorizations,
            strategy: OAuthObjectRules.authorizations
        ) {
            $0.selectableFields = ["clientName", "userName", "userUID"]
        },
        kind(
            "oauth.openshift.io/v1",
            "OAuthClient",
            "oauthclients",
            namespaced: false,
            columns: Columns.oauthClients,
            strategy: OAuthObjectRules.clients
        ),
        kind("authorization.openshift.io/v1", "RoleBindingRestriction", "rolebindingrestrictions"),
        kind(
            "quota.openshift.io/v1",
            "ClusterResourceQuota",
            "clusterresourcequotas",
            namespaced: false,
            status: true,
            strategy: CoreRules.plainWithStatus
        ) {
            $0.shortNames = ["clusterquota"]
        },
    ]
}
