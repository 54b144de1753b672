import Kubernetes
import Testing

@testable import BerthAPIServer

@Suite struct `Users and identities` {
    private let group = "user.openshift.io"
    private let strategies: [GroupResource: any ResourceStrategy] = [
        KnownResource.users: UserRules(), KnownResource.identities: IdentityRules(),
    ]

    private func user(_ name: String) -> JSONValue { SeedPlanter.object("user.openshift.io/v1", "User", name) }
    private func identity(_ name: String) -> JSONValue {
        SeedPlanter.object(
            "user.openshift.io/v1",
            "Identity",
            "p:\(name)",
            ["providerName": "p", "providerUserName": .string(name)]
        )
    }

    @Test func `say who asks, stored or not`() async throws {
        let fixture = ViewFixture(FakeObjects(strategies))
        let (users, kind) = try fixture.backend("users", group: group)
        let asking = UserInfo(username: "ann", uid: "7", groups: ["b", "a", "a"])
        let virtual = try await users.get("~", ViewFixture.request(kind, as: asking))
        #expect(virtual.name == "ann")
        #expect(virtual.uid == "7")
        #expect(virtual["groups"]?.strings == ["a", "b"])
        var stored = user("ann")
        stored.set("Ann A.", at: ["fullName"])
        _ = try await fixture.objects.create(KnownResource.users, stored)
        let seen = try await users.get("~", ViewFixture.request(kind, as: asking))
        #expect(seen["fullName"] == "Ann A.")
        #expect(seen["groups"]?.strings == ["a", "b"])
        #expect(seen.uid == "7")
        let refusal = await #expect(throws: Status.self) {
            _ = try await users.get("~", ViewFixture.request(kind, as: .anonymous))
        }
        #expect(refusal?.code == 403)
    }

    @Test func `are joined by mappings`() async throws {
        let fixture = ViewFixture(FakeObjects(strategies))
        let (mappings, kind) = try fixture.backend("useridentitymappings", group: group)
        let request = try ViewFixture.request(kind)
        for name in ["ann", "bob"] { _ = try await fixture.objects.create(KnownResource.users, user(name)) }
        let mapping: JSONValue = ["identity": ["name": "p:x"], "user": ["name": "ann"]]
        let early = await #expect(throws: Status.self) { _ = try await mappings.create(mapping, request) }
        #expect(early?.code == 422)
        #expect(early?.causes.first?.field == "identity.name")
        _ = try await fixture.objects.create(KnownResource.identities, identity("x"))

        let made = try await mappings.create(mapping, request)
        #expect(made.name == "p:x")
        #expect(made[path: "user", "name"] == "ann")
        let ann = try await fixture.objects.get(KnownResource.users, namespace: "", name: "ann")
        #expect(ann?["identities"]?.strings == ["p:x"])
        let again = await #expect(throws: Status.self) { _ = try await mappings.create(mapping, request) }
        #expect(again?.code == 409)

        let moved = try await mappings.update("p:x", subresource: nil, request) { current in
            var changed = current ?? [:]
            changed.set(["name": "bob"], at: ["user"])
            return changed
        }
        #expect(moved.object[path: "user", "name"] == "bob")
        #expect(!moved.isNew)
        let left = try await fixture.objects.get(KnownResource.users, namespace: "", name: "ann")
        #expect(left?["identities"]?.strings == [])

        _ = try await mappings.delete("p:x", DeleteOptions(), request)
        let gone = await #expect(throws: Status.self) { _ = try await mappings.get("p:x", request) }
        #expect(gone?.code == 404)
        let identity = try await fixture.objects.get(KnownResource.identities, namespace: "", name: "p:x")
        #expect(identity?[path: "user", "name"] == nil)
        let nobody = await #expect(throws: Status.self) {
            _ = try await mappings.create(["identity": ["name": "p:x"], "user": ["name": "eve"]], request)
        }
        #expect(nobody?.causes.first?.field == "user.name")
    }

    @Test func `are not mapped by one side alone`() async throws {
        let fixture = ViewFixture(FakeObjects(strategies))
        let (mappings, kind) = try fixture.backend("useridentitymappings", group: group)
        let ann = try await fixture.objects.create(KnownResource.users, user("ann"))
        var half = identity("x")
        half.set(["name": "ann", "uid": .string(ann.uid)], at: ["user"])
        _ = try await fixture.objects.create(KnownResource.identities, half)
        let status = await #expect(throws: Status.self) {
            _ = try await mappings.get("p:x", ViewFixture.request(kind))
        }
        #expect(status?.code == 404)
    }

    @Test func `have names that follow from their provider`() {
        let rules = IdentityRules()
        #expect(rules.derivedName(["providerName": "p", "providerUserName": "ann"]) == "p:ann")
        #expect(rules.derivedName(["providerName": "p", "providerUserName": "a/b"]) == "p:b64:YS9i")
        #expect(rules.derivedName(["providerName": "p", "providerUserName": "a:b?"]) == "p:b64:YTpiPw")
        #expect(rules.derivedName([:]) == nil)
        #expect(rules.validate(identity("ann"), old: nil).isEmpty)
        var wrong = identity("ann")
        wrong.set("p:eve", at: ["metadata", "name"])
        #expect(rules.validate(wrong, old: nil).map(\.field) == ["metadata.name"])
        #expect(!UserRules().validate(user("a:b"), old: nil).isEmpty)
        #expect(!UserRules().validate(user("~"), old: nil).isEmpty)
        #expect(UserRules().validate(user("a b"), old: nil).isEmpty)
    }
}
