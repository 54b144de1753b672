package import Kubernetes
package import ServiceLifecycle

/// Authentication and authorization put together, for the server to use.
package struct AccessControl: Sendable {
    package let authorizer: RBACAuthorizer
    /// In the order in which they are asked.
    package let authenticators: [any Authenticator]
    package let directory: IdentityDirectory
    package let admissions: [any Admission]
    package let tokens: ServiceAccountTokens
    /// For `serviceaccounts/token`.
    package let tokenRequests: TokenRequestHandler
    /// The review resources.
    package let served: [ServedResource]
    /// What runs beside the server: followers and controllers.
    package let services: [any Service]

    /// Reads or makes the key of service account tokens at `keyPath`.
    ///
    /// `issuer` is those tokens' `iss`, such as `https://kubernetes.default.svc`; `certificateAuthority` is the PEM
    /// text of what clients of this server trust; `registryHostnames` stand in the dockercfg secrets.
    package init(
        objects: any LocalObjects,
        watches: RunningWatches = RunningWatches(),
        patience: Duration,
        keyPath: String,
        issuer: String,
        certificateAuthority: String,
        registryHostnames: [String]
    ) async throws {
        tokens = try await ServiceAccountTokens(objects: objects, keyPath: keyPath, issuer: issuer, watches: watches)
        authorizer = RBACAuthorizer(objects: objects, watches: watches, patience: patience)
        directory = IdentityDirectory(objects: objects, watches: watches, patience: patience)
        let bearer = TokenAuthenticator(directory: directory, serviceAccounts: tokens)
        authenticators = [CertificateAuthenticator(), bearer]
        admissions = [EscalationAdmission(authorizer: authorizer), BindingRestrictions(objects: objects)]
        tokenRequests = TokenRequestHandler(objects: objects, tokens: tokens)
        served = AccessReviews.served(authorizer: authorizer, tokens: bearer)
        services = [
            watches, authorizer, directory, tokens.keys, ClusterRoleAggregation(objects: objects),
            ServiceAccountSecrets(
                objects: objects,
                tokens: tokens,
                certificateAuthority: certificateAuthority,
                registryHostnames: registryHostnames
            ),
        ]
    }

    /// Waits after a commit until it counts: a caller sees its own change of rights and identities at once.
    package func settle(_ resource: GroupResource, revision: Int64) async {
        await authorizer.settle(resource, through: revision)
        await directory.settle(resource, through: revision)
    }

    /// Plants the first roles and waits until they count; while `services` run.
    package func begin(_ objects: any LocalObjects) async throws {
        try await BootstrapPolicy.plant(into: objects)
        await authorizer.settled()
        await directory.settled()
    }
}
