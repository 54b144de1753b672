import Kubernetes

/// What the OAuth server may do: exactly what it does.
///
/// It makes users and tokens, so it can become any user; but it reads no Secret beyond those that say who may log in, lists none, and
/// changes nothing else.
extension BootstrapPolicy {
    /// The name of its roles and bindings.
    private static let oauthServerRole = "system:openshift:oauth-server"
    /// Who it is, by its certificate.
    private static let oauthServerUser = "user:system:oauth-server"

    /// Its role in the whole cluster.
    static let oauthServerRoles = """
        system:openshift:oauth-server
          get config.openshift.io oauths =cluster
          get core namespaces =kube-system
          get,create,update user.openshift.io users
          get,create user.openshift.io identities
          get oauth.openshift.io oauthclients
          get,create,update oauth.openshift.io oauthclientauthorizations
          get,list,create,delete oauth.openshift.io oauthaccesstokens oauthauthorizetokens
        """

    /// Its roles in namespaces: the password of `kubeadmin`, and the Secrets that `OAuth/cluster` names.
    static var oauthServerNamespaces: [(role: JSONValue, binding: JSONValue)] {
        [("kube-system", ["kubeadmin"]), ("openshift-config", [])].map { namespace, names in
            var role: JSONValue = [
                "apiVersion": "rbac.authorization.k8s.io/v1", "kind": "Role",
                "metadata": ["name": .string(oauthServerRole), "namespace": .string(namespace)],
            ]
            let rule = PolicyRule(["get"], groups: [""], resources: ["secrets"], names: names)
            role.set(.array([rule.json]), at: ["rules"])
            mark(&role)
            let binding = BootstrapBinding.json(
                name: oauthServerRole,
                namespace: namespace,
                role: ("Role", oauthServerRole),
                subjects: [BootstrapBinding.subject(oauthServerUser)]
            )
            return (role, binding)
        }
    }
}
