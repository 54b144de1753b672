import Foundation
import Kubernetes
import Testing

@testable import BerthAPIServer

@Suite struct `Tokens of service accounts` {
    private func withIdentities(_ body: (Identities) async throws -> Void) async throws {
        let path = FileManager.default.temporaryDirectory.path + "/\(UUID().uuidString).key"
        defer { try? FileManager.default.removeItem(atPath: path) }
        try await body(try await Identities(keyPath: path))
    }

    private func controller(_ identities: Identities) -> ServiceAccountSecrets {
        ServiceAccountSecrets(
            objects: identities.objects,
            tokens: identities.accounts,
            certificateAuthority: "PEM",
            registryHostnames: ["image-registry.openshift-image-registry.svc:5000"]
        )
    }

    private func status(_ identities: Identities, _ spec: JSONValue, account: String = "robot") async -> Status? {
        do {
            _ = try await TokenRequestHandler(objects: identities.objects, tokens: identities.accounts).answer(
                ["spec": spec],
                account: ServiceAccountName(namespace: "ns", name: account),
                isDryRun: false,
                now: Identities.created
            )
            return nil
        } catch {
            return error as? Status
        }
    }

    private static func token(_ identities: Identities) async throws -> String {
        let answer = try await TokenRequestHandler(objects: identities.objects, tokens: identities.accounts).answer(
            ["spec": [:]],
            account: ServiceAccountName(namespace: "ns", name: "robot"),
            isDryRun: false,
            now: Identities.created
        )
        return answer[path: "status", "token"]?.string ?? ""
    }

    private static func keyIDs(_ identities: Identities) -> [String] {
        (identities.accounts.keySet["keys"]?.array ?? []).compactMap { $0["kid"]?.string }
    }

    @Test func `outlive a new key, until the old one is forgotten`() async throws {
        try await withIdentities { identities in
            _ = try await identities.makeAccount("robot")
            let old = try await Self.token(identities)
            let first = Self.keyIDs(identities)
            #expect(await identities.refusal(old) == nil)

            var ring = try #require(try ServiceAccountKeyRing.read(identities.keyPath))
            ring.rotate()
            try ring.write(identities.keyPath)
            await identities.accounts.keys.reload()
            let new = try await Self.token(identities)
            #expect(Self.keyIDs(identities) == [ring.signingID] + first)
            #expect(await identities.refusal(old) == nil)
            #expect(await identities.refusal(new) == nil)
            let header = Base64URL.decode(new.split(separator: ".").first ?? "")
            #expect(try JSONValue(parsing: header ?? [])["kid"]?.string == ring.signingID)

            ring.forgetOld()
            try ring.write(identities.keyPath)
            await identities.accounts.keys.reload()
            #expect(await identities.refusal(old) == .unknown)
            #expect(await identities.refusal(new) == nil)
            #expect(Self.keyIDs(identities) == [ring.signingID])

            // a file that is no ring of keys changes nothing
            try "nonsense".write(toFile: identities.keyPath, atomically: true, encoding: .utf8)
            await identities.accounts.keys.reload()
            #expect(await identities.refusal(new) == nil)
        }
    }

    @Test func `are asked for within limits`() async throws {
        try await withIdentities { identities in
            _ = try await identities.makeAccount("robot")
            #expect(await status(identities, ["expirationSeconds": 600]) == nil)
            let short = await status(identities, ["expirationSeconds": 599])
            #expect(short?.code == 422)
            #expect(short?.causes.first?.field == "spec.expirationSeconds")
            #expect(await status(identities, ["expirationSeconds": 4_294_967_297])?.code == 422)
            #expect(await status(identities, [:], account: "nobody")?.code == 404)
            #expect(await status(identities, ["boundObjectRef": ["kind": "Node", "name": "n"]])?.code == 400)
            #expect(await status(identities, ["boundObjectRef": ["kind": "Pod", "name": "n"]])?.code == 404)
        }
    }

    @Test func `are not bound to another object or another account's pod`() async throws {
        try await withIdentities { identities in
            _ = try await identities.makeAccount("robot")
            let pods = GroupResource(group: "", resource: "pods")
            for (name, account) in [("mine", "robot"), ("other", "someone")] {
                let pod: JSONValue = [
                    "kind": "Pod", "metadata": ["name": .string(name), "namespace": "ns"],
                    "spec": ["serviceAccountName": .string(account)],
                ]
                _ = try await identities.objects.create(pods, pod)
            }
            func bound(_ name: String, uid: String) -> JSONValue {
                ["boundObjectRef": ["kind": "Pod", "apiVersion": "v1", "name": .string(name), "uid": .string(uid)]]
            }
            #expect(await status(identities, bound("mine", uid: "")) == nil)
            #expect(await status(identities, bound("mine", uid: "x"))?.code == 409)
            #expect(await status(identities, bound("other", uid: ""))?.code == 400)
        }
    }

    @Test func `show no token in a dry run`() async throws {
        try await withIdentities { identities in
            _ = try await identities.makeAccount("robot")
            let handler = TokenRequestHandler(objects: identities.objects, tokens: identities.accounts)
            let answer = try await handler.answer(
                [:],
                account: ServiceAccountName(namespace: "ns", name: "robot"),
                isDryRun: true,
                now: Identities.created
            )
            #expect(answer["status"] == nil)
            #expect(answer["spec"]?["expirationSeconds"] == 3600)
        }
    }

    @Test func `fill a Secret of their type, which dies with its account`() async throws {
        try await withIdentities { identities in
            let account = try await identities.makeAccount("robot")
            let secrets = ServiceAccountSecrets.secrets
            _ = try await identities.objects.create(
                secrets,
                [
                    "kind": "Secret", "type": "kubernetes.io/service-account-token",
                    "metadata": [
                        "name": "s", "namespace": "ns",
                        "annotations": ["kubernetes.io/service-account.name": "robot"],
                    ],
                ]
            )
            try await controller(identities).reconcileSecret("ns", "s")
            let secret = try #require(try await identities.objects.get(secrets, namespace: "ns", name: "s"))
            #expect(secret["data"]?["ca.crt"] == "UEVN")
            #expect(secret["data"]?["namespace"] == "bnM=")
            #expect(secret.annotations["kubernetes.io/service-account.uid"] == account.uid)
            let bytes = try #require(Base64URL.decode(secret["data"]?["token"]?.string ?? ""))
            let token = String(decoding: bytes, as: UTF8.self)
            #expect(await identities.refusal(token, after: 1e9) == nil)
            try await controller(identities).reconcileSecret("ns", "s")
            #expect(try await identities.objects.get(secrets, namespace: "ns", name: "s") == secret)
            let accounts = IdentityDirectory.serviceAccounts
            _ = try await identities.objects.delete(accounts, namespace: "ns", name: "robot", resourceVersion: nil)
            #expect(await identities.refusal(token) == .ownerGone)
            try await controller(identities).reconcile(ServiceAccountName(namespace: "ns", name: "robot"))
            #expect(try await identities.objects.get(secrets, namespace: "ns", name: "s") == nil)
        }
    }

    @Test func `and registry secrets are given to every account, as oc sa get-token looks for them`() async throws {
        try await withIdentities { identities in
            let controller = controller(identities)
            try await identities.running([controller.run]) {
                _ = try await identities.makeAccount("builder")
                let robot = try await identities.makeAccount("robot")
                let accounts = IdentityDirectory.serviceAccounts
                #expect(
                    try await Identities.eventually {
                        let builder = try await identities.objects.get(accounts, namespace: "ns", name: "builder")
                        return builder?["secrets"]?.array?.count == 2
                    }
                )
                let builder = try #require(try await identities.objects.get(accounts, namespace: "ns", name: "builder"))
                let names = (builder["secrets"]?.array ?? []).compactMap { $0["name"]?.string }
                #expect(names.first?.hasPrefix("builder-dockercfg-") == true)
                #expect(names.last?.hasPrefix("builder-token-") == true)
                #expect(builder["imagePullSecrets"]?.array?.first?["name"]?.string == names.first)
                let secrets = ServiceAccountSecrets.secrets
                let config = try #require(
                    try await identities.objects.get(secrets, namespace: "ns", name: names.first ?? "")
                )
                let bytes = try #require(Base64URL.decode(config["data"]?[".dockercfg"]?.string ?? ""))
                let entry = try JSONValue(parsing: bytes)["image-registry.openshift-image-registry.svc:5000"]
                #expect(entry?["username"] == "serviceaccount")
                #expect(await identities.refusal(entry?["password"]?.string ?? "") == nil)
                let own = ServiceAccountSecrets.secretNames(of: robot)
                #expect(
                    try await Identities.eventually {
                        let account = try await identities.objects.get(accounts, namespace: "ns", name: "robot")
                        let linked = (account?["secrets"]?.array ?? []).compactMap { $0["name"]?.string }
                        return linked == [own.configuration, own.token]
                    }
                )
                let token = try await identities.objects.get(secrets, namespace: "ns", name: own.token)
                #expect(token?["type"]?.string == ServiceAccountSecrets.tokenType)
                #expect(token?.annotations[ServiceAccountSecrets.uidAnnotation] == robot.uid)
            }
        }
    }

    @Test func `are in Secrets whose names are not too long`() {
        let account: JSONValue = [
            "metadata": ["name": .string(String(repeating: "a", count: 229) + "." + "b"), "uid": "u"]
        ]
        let names = ServiceAccountSecrets.secretNames(of: account)
        #expect(names.token.utf8.count <= 253 && names.configuration.utf8.count <= 253)
        #expect(names.token.hasPrefix("aaa") && names.token.contains("a-token-"))
    }
}
