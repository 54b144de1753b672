/// OpenShift's own groups, as far as they are stored.
extension StoredKinds {
    static let openShift: [ResourceKind] = [
        kind("image.openshift.io/v1", "Image", "images", namespaced: false),
        kind("image.openshift.io/v1", "ImageStream", "imagestreams", short: ["is"], categories: ["all"], status: true) {
            $0.selectableFields = ["spec.dockerImageRepository", "status.dockerImageRepository"]
        },
        kind("route.openshift.io/v1", "Route", "routes", categories: ["all"], status: true) {
            $0.selectableFields = ["spec.host", "spec.path", "spec.to.name"]
        },
        kind("user.openshift.io/v1", "Group", "groups", namespaced: false),
        kind("user.openshift.io/v1", "Identity", "identities", namespaced: false) {
            $0.selectableFields = ["providerName", "providerUserName", "user.name", "user.uid"]
        },
        kind("user.openshift.io/v1", "User", "users", namespaced: false),
        kind("oauth.openshift.io/v1", "OAuthAccessToken", "oauthaccesstokens", namespaced: false) {
            $0.selectableFields = ["clientName", "userName", "userUID", "authorizeToken"]
        },
        kind("oauth.openshift.io/v1", "OAuthAuthorizeToken", "oauthauthorizetokens", namespaced: false) {
            $0.selectableFields = ["clientName", "userName", "userUID"]
        },
        kind("oauth.openshift.io/v1", "OAuthClientAuthorization", "oauthclientauthorizations", namespaced: false) {
            $0.selectableFields = ["clientName", "userName", "userUID"]
        },
        kind("oauth.openshift.io/v1", "OAuthClient", "oauthclients", namespaced: false),
        kind("authorization.openshift.io/v1", "RoleBindingRestriction", "rolebindingrestrictions"),
        kind("quota.openshift.io/v1", "ClusterResourceQuota", "clusterresourcequotas", namespaced: false, status: true)
        {
            $0.shortNames = ["clusterquota"]
        },
    ]
}
