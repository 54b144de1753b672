import BerthPasswords
import Kubernetes
import KubernetesClient
import Logging
import Synchronization

/// The identity providers in their order, as `OAuth/cluster` and the Secrets it names have them at the moment.
///
/// What is known is asked for again as soon as it is older than a moment, so that a change counts within a second and nothing runs in between.
final class IdentityProviders: Sendable {
    /// A provider and how its identities become users.
    struct Configured: Sendable {
        let provider: any IdentityProvider
        let mapping: MappingMethod
    }

    /// How long tokens live (`OAuth/cluster spec.tokenConfig`).
    struct TokenLifetimes: Sendable, Equatable {
        var maxAgeSeconds: Int?
        var inactivitySeconds: Int?
    }

    /// All that is known at one time.
    struct Snapshot: Sendable {
        var providers: [Configured] = []
        var lifetimes = TokenLifetimes()
    }

    private struct State {
        var known: Snapshot?
        var at = ContinuousClock.now
        var files: [String: (version: String, file: HTPasswdFile)] = [:]
        /// What the log was told last.
        var unserved: [String] = []
    }

    private static let configurationNamespace = "openshift-config"

    private let client: KubernetesClient
    private let age: Duration
    private let logger: Logger
    private let state = Mutex(State())

    init(client: KubernetesClient, age: Duration, logger: Logger) {
        (self.client, self.age, self.logger) = (client, age, logger)
    }

    /// The providers now.
    ///
    /// - Throws: ``KubernetesClientError`` when the API server does not answer: nobody logs in by what was once true.
    func current() async throws -> Snapshot {
        let known = state.withLock { ContinuousClock.now - $0.at < age ? $0.known : nil }
        if let known { return known }
        let asked = ContinuousClock.now
        let fresh = try await read()
        state.withLock { state in
            if state.known == nil || asked > state.at { (state.known, state.at) = (fresh, asked) }
        }
        return fresh
    }

    private func read() async throws -> Snapshot {
        async let bootstrap = bootstrap()
        let oauth = try await client.find(.oauths, name: "cluster")
        var snapshot = Snapshot()
        if let bootstrap = try await bootstrap {
            snapshot.providers.append(Configured(provider: bootstrap, mapping: .claim))
        }
        guard let spec = oauth?["spec"] else { return snapshot }
        snapshot.lifetimes = Self.lifetimes(spec["tokenConfig"])
        var versions: Set<String> = []
        var unserved: [String] = []
        for entry in (spec["identityProviders"]?.array ?? []).prefix(64) {
            guard let name = entry["name"]?.string, !name.isEmpty, name != BootstrapUser.name,
                !snapshot.providers.contains(where: { $0.provider.name.utf8.elementsEqual(name.utf8) })
            else { continue }
            guard entry["type"]?.string == "HTPasswd",
                let secret = entry[path: "htpasswd", "fileData", "name"]?.string, !secret.isEmpty,
                let mapping = MappingMethod(rawValue: Self.text(entry["mappingMethod"]) ?? "claim")
            else {
                unserved.append("\(name) (\(entry["type"]?.string ?? "no type"))")
                continue
            }
            let file = try await file(secret: secret, provider: name)
            versions.insert(secret)
            snapshot.providers.append(
                Configured(provider: HTPasswdIdentityProvider(name: name, file: file), mapping: mapping)
            )
        }
        let isNews = state.withLock { state in
            state.files = state.files.filter { versions.contains($0.key) }
            defer { state.unserved = unserved }
            return !unserved.isEmpty && state.unserved != unserved
        }
        if isNews {
            logger.warning(
                "identity providers of a kind that is not served: nobody logs in by them",
                metadata: ["providers": "\(unserved.joined(separator: ", "))"]
            )
        }
        return snapshot
    }

    private static func text(_ value: JSONValue?) -> String? {
        value?.string.flatMap { $0.isEmpty ? nil : $0 }
    }

    private static func lifetimes(_ configuration: JSONValue?) -> TokenLifetimes {
        var lifetimes = TokenLifetimes()
        lifetimes.maxAgeSeconds = configuration?["accessTokenMaxAgeSeconds"]?.integer
            .flatMap { $0 > 0 ? Int(exactly: $0) : nil }
        if let text = text(configuration?["accessTokenInactivityTimeout"]) {
            lifetimes.inactivitySeconds = DurationText.parse(text).map { Int($0.components.seconds) }
        } else {
            lifetimes.inactivitySeconds = configuration?["accessTokenInactivityTimeoutSeconds"]?.integer
                .flatMap { $0 > 0 ? Int(exactly: $0) : nil }
        }
        return lifetimes
    }

    private func bootstrap() async throws -> BootstrapIdentityProvider? {
        let secret = try await client.find(
            .secrets,
            namespace: BootstrapUser.secretNamespace,
            name: BootstrapUser.loginName
        )
        guard let secret else { return nil }
        guard let namespace = try await client.find(.namespaces, name: BootstrapUser.secretNamespace) else {
            return nil
        }
        return BootstrapIdentityProvider(secret: secret, kubeSystem: namespace)
    }

    /// The file in a Secret, parsed again only when the Secret changed; a missing one has no users.
    private func file(secret name: String, provider: String) async throws -> HTPasswdFile {
        guard let secret = try await client.find(.secrets, namespace: Self.configurationNamespace, name: name) else {
            return HTPasswdFile(parsing: "", accepting: .everyScheme)
        }
        let version = "\(secret.uid) \(secret.resourceVersion)"
        if let known = state.withLock({ $0.files[name] }), known.version == version { return known.file }
        let bytes = secret[path: "data", "htpasswd"]?.string.flatMap { Base64URL.decode($0) } ?? []
        let file = HTPasswdFile(parsing: String(decoding: bytes, as: UTF8.self), accepting: .everyScheme)
        state.withLock { $0.files[name] = (version, file) }
        logger.info(
            "users of an identity provider read",
            metadata: ["provider": "\(provider)", "unusable": "\(file.unusableUsers.count)"]
        )
        return file
    }
}
