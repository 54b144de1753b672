/// OpenShift's own groups, as far as they are stored.
extension StoredKinds {
    static let openShift: [ResourceKind] = [
        kind("image.openshift.io/v1", "Image", "images", namespaced: false, columns: Columns.images),
        kind(
            "image.openshift.io/v1",
            "ImageStream",
            "imagestreams",
            short: ["is"],
            categories: ["all"],
            status: true,
            columns: Columns.imageStreams
        ) {
            $0.selectableFields = ["spec.dockerImageRepository", "status.dockerImageRepository"]
        },
        kind("route.openshift.io/v1", "Route", "routes", categories: ["all"], status: true, columns: Columns.routes) {
            $0.selectableFields = ["spec.host", "spec.path", "spec.to.name"]
        },
        kind("user.openshift.io/v1", "Group", "groups", namespaced: false, columns: Columns.groups),
        kind("user.openshift.io/v1", "Identity", "identities", namespaced: false, columns: Columns.identities) {
            $0.selectableFields = ["providerName", "providerUserName", "user.name", "user.uid"]
        },
        kind("user.openshift.io/v1", "User", "users", namespaced: false, columns: Columns.users),
        kind(
            "oauth.openshift.io/v1",
            "OAuthAccessToken",
            "oauthaccesstokens",
            namespaced: false,
            columns: Columns.oauthTokens
        ) {
            $0.selectableFields = ["clientName", "userName", "userUID", "authorizeToken"]
        },
        kind(
            "oauth.openshift.io/v1",
            "OAuthAuthorizeToken",
            "oauthauthorizetokens",
            namespaced: false,
            columns: Columns.oauthTokens
        ) {
            $0.selectableFields = ["clientName", "userName", "userUID"]
        },
        kind(
            "oauth.openshift.io/v1",
            "OAuthClientAuthorization",
            "oauthclientauthorizations",
            namespaced: false,
            columns: Columns.oauthClientAuthorizations
        ) {
            $0.selectableFields = ["clientName", "userName", "userUID"]
        },
        kind("oauth.openshift.io/v1", "OAuthClient", "oauthclients", namespaced: false, columns: Columns.oauthClients),
        kind("authorization.openshift.io/v1", "RoleBindingRestriction", "rolebindingrestrictions"),
        kind("quota.openshift.io/v1", "ClusterResourceQuota", "clusterresourcequotas", namespaced: false, status: true)
        {
            $0.shortNames = ["clusterquota"]
        },
    ]
}
