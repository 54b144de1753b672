import BerthPKI
import Foundation
import Kubernetes
import KubernetesClient
import Logging

/// What the first start gives the cluster through its own API: the account `kubeadmin`, and the accounts of the registry.
///
/// Once it is done a marker in the data folder says so, and whatever somebody deletes or changes later stays so: `kubeadmin` ends with
/// its Secret.
struct ClusterProvision: Sendable {
    /// How long the API server may take, restarts included.
    static let patience: Duration = .seconds(60)
    /// The name of the Secret with the accounts, and of the provider that reads it.
    static let accountsSecret = "htpass-secret"
    static let provider = "htpasswd"

    let plan: UpPlan
    let logger: Logger

    /// Makes what is missing on a first start; `server` tells where the API is now.
    func make(server: @Sendable () -> String?) async {
        guard !plan.folder.isProvisioned else { return }
        let deadline = ContinuousClock.now + Self.patience
        while true {
            do {
                guard let server = server() else { throw CommandFailure("the API server is not there") }
                let client = try KubernetesClient(configuration: configuration(server), logger: logger)
                let result: Result<Void, any Error>
                do { result = .success(try await provide(client)) } catch { result = .failure(error) }
                try await client.shutdown()
                try result.get()
                try AtomicFile.write("the first start is over\n".utf8, to: plan.folder.provisionedMarker, mode: 0o644)
                return
            } catch {
                guard ContinuousClock.now < deadline, !Task.isCancelled else {
                    let metadata: Logger.Metadata = ["reason": "\(error)"]
                    logger.error(
                        "the cluster did not get its first accounts; the next start tries again",
                        metadata: metadata
                    )
                    return
                }
                // cancelled while waiting: the next round notices it
                try? await Task.sleep(for: .milliseconds(100))
            }
        }
    }

    private func configuration(_ server: String) -> KubernetesClientConfiguration {
        var configuration = KubernetesClientConfiguration(server: server)
        configuration.certificateAuthority = .file(plan.folder.pki + "/ca.crt")
        let name = plan.folder.clientPKI + "/" + ClientIdentity.admin.name
        configuration.credentials = .certificate(chain: .file(name + ".crt"), key: .file(name + ".key"))
        configuration.userAgent = "berth-up"
        return configuration
    }

    private func provide(_ client: KubernetesClient) async throws {
        guard let hash = HTPasswdLine.hash(plan.secrets.kubeadminPassword) else {
            throw CommandFailure("bcrypt is not available in the system's libcrypt")
        }
        try await ensure(client, Self.secret("kubeadmin", in: "kube-system", key: "kubeadmin", Array(hash.utf8)))
        guard !plan.isBare, let accounts = try AtomicFile.read(plan.folder.htpasswd) else { return }
        try await ensure(
            client,
            Self.secret(Self.accountsSecret, in: "openshift-config", key: "htpasswd", accounts)
        )
        if let present = try await client.find(.oauths, name: "cluster") {
            // somebody's own providers stand
            guard present[path: "spec", "identityProviders"]?.array?.isEmpty ?? true else { return }
            _ = try await client.patch(.oauths, name: "cluster", type: .merge, ["spec": Self.providers])
        } else {
            let object: JSONValue = [
                "apiVersion": "config.openshift.io/v1", "kind": "OAuth", "metadata": ["name": "cluster"],
                "spec": Self.providers,
            ]
            _ = try await client.create(.oauths, object)
        }
    }

    /// Creates a Secret unless there is one of that name.
    private func ensure(_ client: KubernetesClient, _ secret: JSONValue) async throws {
        do {
            _ = try await client.create(.secrets, namespace: secret.namespace, secret)
        } catch let error as KubernetesClientError where error.isAlreadyExists {}
    }

    private static func secret(_ name: String, in namespace: String, key: String, _ content: [UInt8]) -> JSONValue {
        [
            "apiVersion": "v1", "kind": "Secret", "type": "Opaque",
            "metadata": ["name": .string(name), "namespace": .string(namespace)],
            "data": .object(JSONObject([(key, .string(Data(content).base64EncodedString()))])),
        ]
    }

    /// The `spec` of the OAuth configuration that lets these accounts in.
    private static let providers: JSONValue = [
        "identityProviders": [
            [
                "name": .string(provider), "mappingMethod": "claim", "type": "HTPasswd",
                "htpasswd": ["fileData": ["name": .string(accountsSecret)]],
            ]
        ]
    ]
}
