import ServiceLifecycle

/// Fills Secrets of type `kubernetes.io/service-account-token` and gives the accounts of a project their secrets.
///
/// The accounts `default`, `builder` and `deployer` each get a token and a dockercfg secret, as in OpenShift 4.3.
package struct ServiceAccountSecrets: Service {
    private let objects: any LocalObjects
    private let tokens: ServiceAccountTokens
    private let certificateAuthority: String
    private let registryHostnames: [String]

    /// `certificateAuthority` is the PEM text that pods trust, `registryHostnames` are the internal registry's names.
    package init(
        objects: any LocalObjects,
        tokens: ServiceAccountTokens,
        certificateAuthority: String,
        registryHostnames: [String]
    ) {
        (self.objects, self.tokens) = (objects, tokens)
        (self.certificateAuthority, self.registryHostnames) = (certificateAuthority, registryHostnames)
    }

    package func run() async throws {}
}
