import BerthTesting
import Foundation
import HTTPTypes
import Kubernetes
import Testing

@testable import BerthAPIServer

@Suite struct `A bearer token` {
    private func withIdentities(_ body: (Identities) async throws -> Void) async throws {
        let path = FileManager.default.temporaryDirectory.path + "/\(UUID().uuidString).key"
        defer { try? FileManager.default.removeItem(atPath: path) }
        try await body(try await Identities(keyPath: path))
    }

    @Test func `of OAuth is its user with groups and scopes`() async throws {
        try await withIdentities { identities in
            try await identities.logIn("ann")
            _ = try await identities.objects.create(
                IdentityDirectory.groups,
                ["kind": "Group", "metadata": ["name": "team"], "users": ["ann", "bob"]]
            )
            try await identities.running([identities.directory.run]) {
                await identities.directory.settled()
                let user = try await identities.tokens.verdict(
                    onToken: Identities.token,
                    audiences: [],
                    now: Identities.created + 1,
                    isUse: true
                ).user
                #expect(user.username == "ann")
                #expect(user.groups == ["team", "system:authenticated:oauth", "system:authenticated"])
                #expect(user.extra == ["scopes.authorization.openshift.io": ["user:full"]])
                #expect(!user.uid.isEmpty)
            }
        }
    }

    @Test func `follows changes of groups, and takes none for one of the system's`() async throws {
        try await withIdentities { identities in
            try await identities.logIn("ann")
            let groups = IdentityDirectory.groups
            for name in ["team", "system:masters"] {
                _ = try await identities.objects.create(
                    groups,
                    ["kind": "Group", "metadata": ["name": .string(name)], "users": ["ann"]]
                )
            }
            try await identities.running([identities.directory.run]) {
                await identities.directory.settled()
                #expect(identities.directory.groups(of: "ann") == ["team"])
                _ = try await identities.objects.update(groups, namespace: "", name: "team", subresource: nil) {
                    group in
                    var group = group
                    group.set(["bob"], at: ["users"])
                    return group
                }
                #expect(try await Identities.eventually { identities.directory.groups(of: "ann").isEmpty })
                #expect(identities.directory.groups(of: "bob") == ["team"])
                _ = try await identities.objects.delete(groups, namespace: "", name: "team", resourceVersion: nil)
                #expect(try await Identities.eventually { identities.directory.groups(of: "bob").isEmpty })
            }
        }
    }

    @Test func `never is a user of the system, whatever its object says`() async throws {
        try await withIdentities { identities in
            try await identities.logIn("system:admin")
            #expect(await identities.refusal(Identities.token) == .userGone)
        }
    }

    @Test func `expires, and times out when it is not used`() async throws {
        try await withIdentities { identities in
            try await identities.logIn("ann", expiresIn: 600, inactivity: 300)
            #expect(await identities.refusal(Identities.token, after: 299) == nil)
            #expect(await identities.refusal(Identities.token, after: 300) == .inactive)
            #expect(await identities.refusal(Identities.token, after: 600) == .expired)
        }
        try await withIdentities { identities in
            try await identities.logIn("ann", expiresIn: 0)
            #expect(await identities.refusal(Identities.token, after: 1e9) == nil)
        }
    }

    @Test func `dies with its user, also when there is another one of that name`() async throws {
        try await withIdentities { identities in
            try await identities.logIn("ann")
            let users = IdentityDirectory.users
            _ = try await identities.objects.delete(users, namespace: "", name: "ann", resourceVersion: nil)
            #expect(await identities.refusal(Identities.token) == .userGone)
            _ = try await identities.objects.create(users, ["kind": "User", "metadata": ["name": "ann"]])
            #expect(await identities.refusal(Identities.token) == .userGone)
        }
    }

    @Test func `is refused soon after it is revoked, although it was remembered`() async throws {
        try await withIdentities { identities in
            try await identities.logIn("ann")
            try await identities.running([identities.directory.run]) {
                await identities.directory.settled()
                for _ in 0..<3 { #expect(await identities.refusal(Identities.token) == nil) }
                _ = try await identities.objects.delete(
                    IdentityDirectory.accessTokens,
                    namespace: "",
                    name: Identities.tokenName,
                    resourceVersion: nil
                )
                #expect(
                    try await Identities.eventually { await identities.refusal(Identities.token) == .unknown }
                )
            }
        }
    }

    @Test(arguments: [
        "", "abc", "sha256~", Identities.tokenName, "Asp8O4LC3UxNklr_9YpWCO9itcKD2oi6Cj0h_F9m3lU", "a.b.c", "..",
        "eyJhbGciOiJub25lIn0.e30.", String(repeating: "x", count: 20_000),
    ])
    func `that was never issued is unknown`(token: String) async throws {
        try await withIdentities { identities in
            try await identities.logIn("ann")
            #expect(await identities.refusal(token) == .unknown)
        }
    }

    @Test(arguments: [
        ("Bearer abc", "abc"), ("bearer  abc", "abc"), ("Basic abc", nil), ("Bearer", nil), ("Bearer a b", nil),
    ])
    func `stands alone behind its scheme`(field: String, token: String?) {
        #expect(TokenAuthenticator.bearer(field) == token)
    }

    @Test func `moves its inactivity limit on when a third of it has passed`() {
        func token(_ seconds: Int64) -> JSONValue {
            [
                "metadata": ["name": "t", "creationTimestamp": "2020-02-01T10:00:00Z"],
                "inactivityTimeoutSeconds": .integer(seconds),
            ]
        }
        func moved(_ seconds: Int64, usedAfter use: Double, limit: Int64) -> Int64? {
            TokenUses.moved(token(seconds), lastUse: Identities.created + use, limitSeconds: limit)?[
                "inactivityTimeoutSeconds"
            ]?.integer
        }
        #expect(moved(300, usedAfter: 99, limit: 300) == nil)
        #expect(moved(300, usedAfter: 100, limit: 300) == 400)
        #expect(moved(0, usedAfter: 100, limit: 300) == nil)
        let due = TokenUses.moved(token(300), lastUse: Identities.created + 9, limitSeconds: 300, isDue: true)
        #expect(due?["inactivityTimeoutSeconds"] == 309)
        #expect(moved(300, usedAfter: 100, limit: 0) == 0)
    }

    @Test(arguments: ["5m0s", "+5m", "300000000\u{B5}s", "0.5m270s"])
    func `used once is kept from ending, however early that was`(_ limit: String) async throws {
        try await withIdentities { identities in
            try await identities.logIn("ann", inactivity: 300)
            _ = try await identities.objects.create(
                GroupResource(group: "config.openshift.io", resource: "oauths"),
                [
                    "kind": "OAuth", "metadata": ["name": "cluster"],
                    "spec": ["tokenConfig": ["accessTokenInactivityTimeout": .string(limit)]],
                ]
            )
            let uses = TokenUses(objects: identities.objects)
            let created = Identities.created
            let use = [Identities.tokenName: TokenUses.Use(at: created + 60, end: created + 300)]
            #expect(await uses.write(use, now: created + 70) == use)
            #expect(await identities.refusal(Identities.token, after: 330) == .inactive)
            #expect(await uses.write(use, now: created + 275).isEmpty)
            #expect(await identities.refusal(Identities.token, after: 330) == nil)
            #expect(await identities.refusal(Identities.token, after: 361) == .inactive)
        }
    }

    @Test func `says when it ends: with its life, or unless it is used`() async throws {
        try await withIdentities { identities in
            try await identities.logIn("ann", expiresIn: 1000, inactivity: 300)
            func expiry() async throws -> Double? {
                try await identities.tokens.verdict(
                    onToken: Identities.token,
                    audiences: [],
                    now: Identities.created + 1,
                    isUse: false
                ).expiry
            }
            #expect(try await expiry() == Identities.created + 300)
            _ = try await identities.objects.update(
                IdentityDirectory.accessTokens,
                namespace: "",
                name: Identities.tokenName,
                subresource: nil
            ) {
                var token = $0
                token.set(0, at: ["inactivityTimeoutSeconds"])
                return token
            }
            #expect(try await expiry() == Identities.created + 1000)
        }
    }

    @Test func `of a service account lives as long as the account and what it is bound to`() async throws {
        try await withIdentities { identities in
            let account = try await identities.makeAccount("robot")
            let secrets = ServiceAccountSecrets.secrets
            _ = try await identities.objects.create(
                secrets,
                ["kind": "Secret", "metadata": ["name": "s", "namespace": "ns"]]
            )
            let handler = TokenRequestHandler(objects: identities.objects, tokens: identities.accounts)
            let name = ServiceAccountName(namespace: "ns", name: "robot")
            func request(_ spec: JSONValue) async throws -> String {
                let answer = try await handler.answer(
                    ["kind": "TokenRequest", "spec": spec],
                    account: name,
                    isDryRun: false,
                    now: Identities.created
                )
                return answer["status"]?["token"]?.string ?? ""
            }
            let plain = try await request([:])
            let bound = try await request(["boundObjectRef": ["kind": "Secret", "apiVersion": "v1", "name": "s"]])
            let verdict = try await identities.tokens.verdict(
                onToken: plain,
                audiences: [],
                now: Identities.created + 1,
                isUse: true
            )
            let user = verdict.user
            #expect(verdict.expiry == Identities.created + 3600)
            #expect(user.username == "system:serviceaccount:ns:robot")
            #expect(user.uid == account.uid)
            #expect(
                user.groups == ["system:serviceaccounts", "system:serviceaccounts:ns", "system:authenticated"]
            )
            #expect(verdict.audiences == [Identities.issuer])
            #expect(await identities.refusal(plain, after: 3600) == .expired)
            #expect(await identities.refusal(plain, audiences: ["other"]) == .audienceMismatch)
            #expect(await identities.refusal(bound) == nil)
            _ = try await identities.objects.delete(secrets, namespace: "ns", name: "s", resourceVersion: nil)
            #expect(await identities.refusal(bound) == .ownerGone)
            #expect(await identities.refusal(plain) == nil)
            let other = try await request(["audiences": ["vault"]])
            #expect(await identities.refusal(other) == .audienceMismatch)
            #expect(await identities.refusal(other, audiences: ["vault", "x"]) == nil)
            let accounts = IdentityDirectory.serviceAccounts
            _ = try await identities.objects.delete(accounts, namespace: "ns", name: "robot", resourceVersion: nil)
            #expect(await identities.refusal(plain) == .ownerGone)
            _ = try await identities.makeAccount("robot")
            #expect(await identities.refusal(plain) == .ownerGone)
        }
    }

    @Test func `that was changed, or signed by somebody else, is unknown`() async throws {
        try await withIdentities { identities in
            _ = try await identities.makeAccount("robot")
            let claims = ServiceAccountClaims(
                iss: Identities.issuer,
                sub: "x",
                aud: [Identities.issuer],
                exp: Int64(Identities.created) + 600,
                binding: .init(namespace: "ns", serviceaccount: .init(name: "robot", uid: "u"))
            )
            try await withIdentities { other in
                let foreign = try await other.accounts.issue(claims)
                #expect(await identities.refusal(foreign) == .unknown)
            }
            let token = try await identities.accounts.issue(claims)
            #expect(await identities.refusal(token) == .ownerGone)
            let parts = token.split(separator: ".").map(String.init)
            for header in [
                #"{"alg":"none","kid":"x"}"#, #"{"alg":"HS256","kid":"../../dev/null"}"#, "{}", "[]", "nonsense",
            ] {
                let forged = [Base64URL.encode(header.utf8), parts[1], parts[2]].joined(separator: ".")
                #expect(await identities.refusal(forged) == .unknown)
            }
            let payload = Base64URL.encode(#"{"iss":"x","sub":"y"}"#.utf8)
            #expect(await identities.refusal([parts[0], payload, parts[2]].joined(separator: ".")) == .unknown)
            var random = SeededGenerator(seed: 7)
            for _ in 0..<200 {
                var bytes = Array(token.utf8)
                let place = Int.random(in: 0..<(bytes.count - 2), using: &random)
                bytes[place] = bytes[place] == UInt8(ascii: "A") ? UInt8(ascii: "B") : UInt8(ascii: "A")
                let changed = String(decoding: bytes, as: UTF8.self)
                #expect(await identities.refusal(changed) == .unknown)
            }
        }
    }

    @Test func `keeps its key over a restart, readable by its owner only`() async throws {
        try await withIdentities { identities in
            let attributes = try FileManager.default.attributesOfItem(atPath: identities.keyPath)
            #expect((attributes[.posixPermissions] as? NSNumber)?.int16Value == 0o600)
            let again = try await Identities(keyPath: identities.keyPath)
            #expect(again.accounts.keySet == identities.accounts.keySet)
            let key = try #require(again.accounts.keySet["keys"]?.array?.first)
            #expect(key["alg"] == "ES256" && key["x"]?.string?.utf8.count == 43)
            #expect(
                again.accounts.openIDConfiguration(externalURL: "https://h:1")["jwks_uri"]
                    == "https://h:1/openid/v1/jwks"
            )
        }
    }
}
