import BerthHTTP
import Kubernetes
import Testing

@testable import BerthAPIServer

@Suite struct `Access tokens` {
    private let group = "oauth.openshift.io"
    private let token = "sha256~Asp8O4LC3UxNklr_9YpWCO9itcKD2oi6Cj0h_F9m3lU"
    private let name = "sha256~5NLOd08RPbsMp6R5c4GUHbNhHpplr12ozU4tMVuhC8Y"

    private func plant(_ name: String, user: String, uid: String, in fixture: ViewFixture) async throws {
        _ = try await fixture.objects.create(
            KnownResource.oauthAccessTokens,
            SeedPlanter.object(
                "oauth.openshift.io/v1",
                "OAuthAccessToken",
                name,
                ["userName": .string(user), "userUID": .string(uid)]
            )
        )
    }

    @Test func `are deleted by old clients that name the token itself`() async throws {
        let fixture = ViewFixture()
        try await plant(name, user: "user1", uid: "u1", in: fixture)
        let (tokens, kind) = try fixture.backend("oauthaccesstokens", group: group)
        _ = try await tokens.delete(token, DeleteOptions(), ViewFixture.request(kind))
        #expect(try await fixture.objects.list(KnownResource.oauthAccessTokens, namespace: nil).isEmpty)
    }

    @Test func `are deleted by their names`() async throws {
        let fixture = ViewFixture()
        try await plant(name, user: "user1", uid: "u1", in: fixture)
        let (tokens, kind) = try fixture.backend("oauthaccesstokens", group: group)
        #expect(try await tokens.get(name, ViewFixture.request(kind)).name == name)
        _ = try await tokens.delete(name, DeleteOptions(), ViewFixture.request(kind))
        #expect(try await fixture.objects.list(KnownResource.oauthAccessTokens, namespace: nil).isEmpty)
    }

    @Test func `of one's own are shown, those of others are not there`() async throws {
        let fixture = ViewFixture()
        try await plant("sha256~a", user: "user1", uid: "u1", in: fixture)
        try await plant("sha256~b", user: "user2", uid: "u2", in: fixture)
        try await plant("sha256~c", user: "user1", uid: "an earlier user1", in: fixture)
        let (own, kind) = try fixture.backend("useroauthaccesstokens", group: group)
        let request = try ViewFixture.request(kind)
        let list = try await own.list(ListOptions(), request)
        #expect(list.items.map(\.name) == ["sha256~a"])
        #expect(list.items.first?.kind == "UserOAuthAccessToken")
        for other in ["sha256~b", "sha256~c"] {
            let status = await #expect(throws: Status.self) { _ = try await own.get(other, request) }
            #expect(status?.code == 404)
            await #expect(throws: Status.self) { _ = try await own.delete(other, DeleteOptions(), request) }
        }
        _ = try await own.delete("sha256~a", DeleteOptions(), request)
        #expect(try await fixture.objects.list(KnownResource.oauthAccessTokens, namespace: nil).count == 2)
    }

    @Test func `are not named in logs`() throws {
        func concealed(_ method: String, _ path: String) throws -> String? {
            try RequestInfo(method: method, target: #require(RequestTarget(path))).concealedPath
        }
        let tokens = "/apis/oauth.openshift.io/v1/oauthaccesstokens"
        #expect(try concealed("DELETE", "\(tokens)/\(token)") == "\(tokens)/-")
        #expect(try concealed("GET", "\(tokens)?fieldSelector=metadata.name%3D\(token)&watch=true") == tokens)
        #expect(try concealed("GET", "/apis/user.openshift.io/v1/users/~") == nil)
    }
}
