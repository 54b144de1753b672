import Crypto
import FoundationEssentials
import Kubernetes
import ServiceLifecycle
import Synchronization

/// Fills Secrets of type `kubernetes.io/service-account-token` and gives every account its own.
///
/// Each gets a token and a dockercfg secret, as in OpenShift up to 4.15: `oc sa get-token` and pods look for them in
/// the account. A Secret of an account that is gone goes too.
package final class ServiceAccountSecrets: Service {
    /// Something to be looked at; what is to be done is found out then.
    private enum Work: Hashable {
        case secret(namespace: String, name: String)
        case account(ServiceAccountName)
    }

    static let secrets = GroupResource(group: "", resource: "secrets")
    static let tokenType = "kubernetes.io/service-account-token"
    static let nameAnnotation = "kubernetes.io/service-account.name"
    static let uidAnnotation = "kubernetes.io/service-account.uid"
    /// What of an account's name is left in those of its Secrets, so that they are not too long.
    private static let nameLimit = 230
    private static let retryPause = Duration.seconds(1)

    private let objects: any LocalObjects
    private let tokens: ServiceAccountTokens
    private let certificateAuthority: String
    private let registryHostnames: [String]
    private let waiting = Mutex<Set<Work>>([])

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

    package func run() async throws {
        let (signals, signal) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
        await cancelWhenGracefulShutdown {
            await withDiscardingTaskGroup { group in
                group.addTask {
                    for await (resource, event) in self.objects.follow([
                        Self.secrets, IdentityDirectory.serviceAccounts,
                    ]) where self.note(resource, event) {
                        signal.yield()
                    }
                    signal.finish()
                }
                group.addTask { for await _ in signals { await self.work() } }
            }
        }
    }

    /// Remembers what an event asks for; false when it asks for nothing.
    private func note(_ resource: GroupResource, _ event: ObjectEvent) -> Bool {
        let work: Work
        switch (resource, event) {
        case (IdentityDirectory.serviceAccounts, .deleted(let account)),
            (IdentityDirectory.serviceAccounts, .added(let account)),
            (IdentityDirectory.serviceAccounts, .modified(let account)):
            work = .account(ServiceAccountName(namespace: account.namespace, name: account.name))
        case (Self.secrets, .added(let secret)), (Self.secrets, .modified(let secret)):
            guard secret["type"]?.string == Self.tokenType else { return false }
            work = .secret(namespace: secret.namespace, name: secret.name)
        case (Self.secrets, .deleted(let secret)):
            guard let account = secret.annotations[Self.nameAnnotation] else { return false }
            work = .account(ServiceAccountName(namespace: secret.namespace, name: account))
        default: return false
        }
        return waiting.withLock { $0.insert(work).inserted }
    }

    /// Does everything that waits; what fails (the store is away, a namespace ends) is tried again.
    private func work() async {
        while !Task.isCancelled {
            let batch = waiting.withLock { waiting in
                defer { waiting = [] }
                return waiting
            }
            guard !batch.isEmpty else { return }
            var failed: Set<Work> = []
            for work in batch {
                do {
                    switch work {
                    case .secret(let namespace, let name): try await reconcileSecret(namespace, name)
                    case .account(let account): try await reconcile(account)
                    }
                } catch let status as Status where (400..<500).contains(status.code) && status.code != 409 {
                    // refused for good: the next change of the object brings it here again
                } catch {
                    failed.insert(work)
                }
            }
            guard !failed.isEmpty else { continue }
            let again = failed
            waiting.withLock { $0.formUnion(again) }
            guard (try? await Task.sleep(for: Self.retryPause)) != nil else { return }
        }
    }

    /// Fills a token Secret, or deletes it when its account is gone.
    func reconcileSecret(_ namespace: String, _ name: String) async throws {
        guard let secret = try await objects.get(Self.secrets, namespace: namespace, name: name),
            secret["type"]?.string == Self.tokenType, secret.deletionTimestamp == nil
        else { return }
        let accountName = secret.annotations[Self.nameAnnotation] ?? ""
        let wantedUID = secret.annotations[Self.uidAnnotation] ?? ""
        let account =
            accountName.isEmpty
            ? nil : try await objects.get(IdentityDirectory.serviceAccounts, namespace: namespace, name: accountName)
        guard let account, wantedUID.isEmpty || wantedUID == account.uid else {
            _ = try await objects.delete(
                Self.secrets,
                namespace: namespace,
                name: name,
                resourceVersion: secret.resourceVersion
            )
            return
        }
        let kept = secret["data"]?["token"]?.string ?? ""
        let token = kept.isEmpty ? Self.base64(try await tokens.issue(secret: name, account: account)) : kept
        let authority = Self.base64(certificateAuthority)
        _ = try await objects.update(Self.secrets, namespace: namespace, name: name, subresource: nil) { secret in
            var filled = secret
            filled.set(.string(account.uid), at: ["metadata", "annotations", Self.uidAnnotation])
            if secret["data"]?["token"]?.string?.isEmpty ?? true { filled.set(.string(token), at: ["data", "token"]) }
            filled.set(.string(authority), at: ["data", "ca.crt"])
            filled.set(.string(Self.base64(namespace)), at: ["data", "namespace"])
            return filled == secret ? nil : filled
        }
    }

    /// Gives an account its secrets; deletes those of one that is gone.
    func reconcile(_ name: ServiceAccountName) async throws {
        let resource = IdentityDirectory.serviceAccounts
        guard let account = try await objects.get(resource, namespace: name.namespace, name: name.name) else {
            for secret in try await objects.list(Self.secrets, namespace: name.namespace)
            where secret["type"]?.string == Self.tokenType && secret.annotations[Self.nameAnnotation] == name.name {
                try await reconcileSecret(name.namespace, secret.name)
            }
            return
        }
        guard account.deletionTimestamp == nil else { return }
        let (tokenName, configName) = Self.secretNames(of: account)
        let token = try await token(tokenName, for: account)
        try await createConfiguration(configName, token: token, tokenName: tokenName, for: account)
        _ = try await objects.update(resource, namespace: name.namespace, name: name.name, subresource: nil) {
            account in
            var complete = account
            for (list, names) in [("secrets", [configName, tokenName]), ("imagePullSecrets", [configName])] {
                let present = account[list]?.array ?? []
                let known = Set(present.compactMap { $0["name"]?.string })
                let missing = names.filter { !known.contains($0) }
                guard !missing.isEmpty else { continue }
                complete.set(.array(present + missing.map { ["name": .string($0)] }), at: [list])
            }
            return complete == account ? nil : complete
        }
    }

    /// The token in the account's Secret, which is made when there is none.
    private func token(_ name: String, for account: JSONValue) async throws -> (text: String, owner: JSONValue) {
        if let secret = try await objects.get(Self.secrets, namespace: account.namespace, name: name),
            let kept = secret["data"]?["token"]?.string, let bytes = Base64URL.decode(kept), !bytes.isEmpty
        {
            return (String(decoding: bytes, as: UTF8.self), secret)
        }
        let token = try await tokens.issue(secret: name, account: account)
        var secret = secret(name, of: account, type: Self.tokenType)
        secret.set(
            [
                "ca.crt": .string(Self.base64(certificateAuthority)),
                "namespace": .string(Self.base64(account.namespace)), "token": .string(Self.base64(token)),
            ],
            at: ["data"]
        )
        return (token, try await objects.create(Self.secrets, secret))
    }

    private func createConfiguration(
        _ name: String,
        token: (text: String, owner: JSONValue),
        tokenName: String,
        for account: JSONValue
    ) async throws {
        guard try await objects.get(Self.secrets, namespace: account.namespace, name: name) == nil else { return }
        var entries = JSONObject()
        for host in registryHostnames {
            entries[host] = [
                "username": "serviceaccount", "password": .string(token.text),
                "email": "serviceaccount@example.org",
                "auth": .string(Self.base64("serviceaccount:\(token.text)")),
            ]
        }
        var secret = secret(name, of: account, type: "kubernetes.io/dockercfg")
        secret.set(.string(tokenName), at: ["metadata", "annotations", "openshift.io/token-secret.name"])
        secret.set(
            [
                [
                    "apiVersion": "v1", "kind": "Secret", "name": .string(tokenName),
                    "uid": .string(token.owner.uid), "controller": false, "blockOwnerDeletion": false,
                ]
            ],
            at: ["metadata", "ownerReferences"]
        )
        secret.set(.string(Self.base64(JSONValue.object(entries).serialized())), at: ["data", ".dockercfg"])
        _ = try await objects.create(Self.secrets, secret)
    }

    private func secret(_ name: String, of account: JSONValue, type: String) -> JSONValue {
        [
            "apiVersion": "v1", "kind": "Secret",
            "metadata": [
                "name": .string(name), "namespace": .string(account.namespace),
                "annotations": [
                    Self.nameAnnotation: .string(account.name), Self.uidAnnotation: .string(account.uid),
                ],
            ],
            "type": .string(type),
        ]
    }

    /// The names of an account's token and its registry secret, the same each time.
    static func secretNames(of account: JSONValue) -> (token: String, configuration: String) {
        var base = account.name.utf8.prefix(nameLimit)
        while let last = base.last, last == UInt8(ascii: ".") || last == UInt8(ascii: "-") { base = base.dropLast() }
        let suffix = suffix(of: account.uid)
        return ("\(Substring(base))-token-\(suffix)", "\(Substring(base))-dockercfg-\(suffix)")
    }

    /// Five characters of Kubernetes' alphabet of random names, the same for one account each time.
    private static func suffix(of uid: String) -> String {
        let alphabet = Array("bcdfghjklmnpqrstvwxz2456789".utf8)
        let characters = SHA256.hash(data: Array(uid.utf8)).prefix(5).map { alphabet[Int($0) % alphabet.count] }
        return String(decoding: characters, as: UTF8.self)
    }

    private static func base64(_ text: String) -> String { Data(text.utf8).base64EncodedString() }
}
