import Kubernetes
import Testing

@Suite struct `A token's name` {
    @Test func `is the hash of what follows the prefix`() {
        #expect(
            OAuthTokenName.hashed("sha256~Asp8O4LC3UxNklr_9YpWCO9itcKD2oi6Cj0h_F9m3lU")
                == "sha256~5NLOd08RPbsMp6R5c4GUHbNhHpplr12ozU4tMVuhC8Y"
        )
        for text in [
            "", "sha256~", "Asp8O4LC3UxNklr_9YpWCO9itcKD2oi6Cj0h_F9m3lU",
            "sha256~" + String(repeating: "a", count: 300),
        ] {
            #expect(OAuthTokenName.hashed(text) == nil)
        }
    }

    @Test func `is never the token, which is new each time`() {
        var seen: Set<String> = []
        for _ in 0..<500 {
            let token = OAuthTokenName.makeToken()
            #expect(token.utf8.count == 50)
            #expect(!token.hasPrefix("sha256~-"))
            #expect(OAuthTokenName.hashed(token) != token)
            seen.insert(token)
        }
        #expect(seen.count == 500)
    }
}

@Suite struct `Base64 of URLs` {
    @Test(arguments: [
        ("", ""), ("f", "Zg"), ("fo", "Zm8"), ("foo", "Zm9v"), ("foob", "Zm9vYg"), ("fooba", "Zm9vYmE"),
        ("foobar", "Zm9vYmFy"),
    ])
    func `is RFC 4648's`(_ text: String, _ encoded: String) {
        #expect(Base64URL.encode(Array(text.utf8)) == encoded)
        #expect(Base64URL.decode(encoded) == Array(text.utf8))
    }

    @Test func `reads both alphabets and padding`() {
        #expect(Base64URL.decode("-_8") == [0xFB, 0xFF])
        #expect(Base64URL.decode("+/8=") == [0xFB, 0xFF])
    }

    @Test(arguments: ["A", "Zg===", "Zg=", "=", "Zh", "Z g", "Zg==Zg==", "é"])
    func `refuses what is none`(_ text: String) {
        #expect(Base64URL.decode(text) == nil)
    }
}

@Suite struct `A scope` {
    @Test func `is one of the user's or a role somewhere`() {
        #expect(OAuthScope("user:full") == .user("user:full"))
        #expect(OAuthScope("role:edit:team-a") == .role(name: "edit", namespace: "team-a", allowsEscalation: false))
        #expect(OAuthScope("role:edit:*:!") == .role(name: "edit", namespace: "*", allowsEscalation: true))
        #expect(
            OAuthScope("role:system:image-puller:a")
                == .role(name: "system:image-puller", namespace: "a", allowsEscalation: false)
        )
    }

    @Test(arguments: [
        "", "user:", "user:everything", "role:", "role:edit", "role::a", "role:edit:", "full", "role:a b:c", "role:!",
    ])
    func `is none when it is neither`(_ text: String) {
        #expect(OAuthScope(text) == nil)
    }
}

@Suite struct `The metadata of the OAuth server` {
    @Test func `has what oc reads`() {
        #expect(
            OAuthMetadata.document(issuer: "https://HOST").serialized() == """
                {"issuer":"https://HOST","authorization_endpoint":"https://HOST/oauth/authorize","token_endpoint":\
                "https://HOST/oauth/token","scopes_supported":["user:check-access","user:full","user:info",\
                "user:list-projects","user:list-scoped-projects"],"response_types_supported":["code","token"],\
                "grant_types_supported":["authorization_code","implicit"],"code_challenge_methods_supported":\
                ["plain","S256"]}
                """
        )
    }
}

@Suite struct `The bootstrap user` {
    private static let hash = "$2y$04$abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0"
    private static let namespace: JSONValue = ["metadata": ["creationTimestamp": "2026-01-01T00:00:00Z"]]

    private static func secret(made: String = "2026-01-01T00:10:00Z", version: String = "5") -> JSONValue {
        [
            "metadata": ["uid": "u1", "resourceVersion": .string(version), "creationTimestamp": .string(made)],
            "data": ["kubeadmin": .string(Base64URL.encode(Array(hash.utf8)))],
        ]
    }

    @Test func `has an id that changes with its Secret`() {
        let uid = BootstrapUser.uid(ofSecret: Self.secret(), kubeSystem: Self.namespace)
        #expect(uid?.utf8.count == 86)
        #expect(uid != BootstrapUser.uid(ofSecret: Self.secret(version: "6")))
        #expect(uid == BootstrapUser.uid(ofSecret: Self.secret()))
    }

    @Test func `is nobody by a Secret that is younger, broken or going`() {
        #expect(
            BootstrapUser.uid(ofSecret: Self.secret(made: "2026-01-01T01:00:01Z"), kubeSystem: Self.namespace) == nil
        )
        #expect(BootstrapUser.uid(ofSecret: Self.secret(), kubeSystem: [:]) == nil)
        var going = Self.secret()
        going.set("2026-01-01T00:20:00Z", at: ["metadata", "deletionTimestamp"])
        #expect(BootstrapUser.uid(ofSecret: going) == nil)
        var broken = Self.secret()
        broken.set("cGxhaW4=", at: ["data", "kubeadmin"])
        #expect(BootstrapUser.uid(ofSecret: broken) == nil)
        #expect(BootstrapUser.uid(ofSecret: [:]) == nil)
    }
}
