import HTTPTypes
import Kubernetes
import Testing

@testable import BerthAPIServer

/// Decides by a snapshot.
private struct SnapshotAuthorizer: Authorizer {
    let snapshot: RBACSnapshot
    func decide(_ attributes: AccessAttributes) async -> AccessDecision { snapshot.decision(attributes) }
}

@Suite struct `Acting as somebody else` {
    private let ann = Rights.user("ann", "system:authenticated")

    private func effective(_ headers: [(String, String)], _ rules: PolicyRule...) async throws -> UserInfo {
        var fields = HTTPFields()
        for (name, value) in headers {
            fields.append(HTTPField(name: try #require(HTTPField.Name(name)), value: value))
        }
        let snapshot = Rights.snapshot([Rights.clusterRole("r", rules), Rights.binding("b", to: "r", "user:ann")])
        return try await Impersonation.effectiveUser(
            ann,
            headers: fields,
            authorizer: SnapshotAuthorizer(snapshot: snapshot)
        )
    }

    private func refusal(_ headers: [(String, String)], _ rules: PolicyRule...) async -> Status? {
        do {
            _ = try await effective(headers, rules.first ?? PolicyRule([], paths: []))
            return nil
        } catch {
            return error as? Status
        }
    }

    private let users = PolicyRule(["impersonate"], groups: [""], resources: ["users"])

    @Test func `leaves those without headers as they are`() async throws {
        #expect(try await effective([("X-Remote-User", "root"), ("Accept", "*/*")]) == ann)
    }

    @Test func `needs the right for the user`() async throws {
        let bob = try await effective([("Impersonate-User", "bob")], users)
        #expect(bob == Rights.user("bob", "system:authenticated"))
        let status = await refusal([("Impersonate-User", "bob")])
        #expect(
            status?.message
                == #"users "bob" is forbidden: User "ann" cannot impersonate resource "users" in API group "" at the cluster scope"#
        )
    }

    @Test func `needs a right of its own for each group, uid and extra value`() async throws {
        #expect(
            await refusal([("Impersonate-User", "bob"), ("Impersonate-Group", "system:masters")], users)?.code == 403
        )
        #expect(await refusal([("Impersonate-User", "bob"), ("Impersonate-Uid", "1")], users)?.code == 403)
        #expect(
            await refusal([("Impersonate-User", "bob"), ("Impersonate-Extra-Scopes", "user:full")], users)?.code == 403
        )
        let user = try await effective(
            [
                ("Impersonate-User", "bob"), ("Impersonate-Group", "g"), ("Impersonate-Uid", "1"),
                ("Impersonate-Extra-scopes.authorization.openshift.io", "user:info"),
                ("Impersonate-Extra-a%2Fb", "x"),
            ],
            PolicyRule(["impersonate"], groups: ["", "authentication.k8s.io"], resources: ["*"])
        )
        #expect(user.groups == ["g", "system:authenticated"])
        #expect(user.uid == "1")
        #expect(user.extra == ["scopes.authorization.openshift.io": ["user:info"], "a/b": ["x"]])
    }

    @Test func `knows service accounts and nobody`() async throws {
        let accounts = PolicyRule(["impersonate"], groups: [""], resources: ["serviceaccounts"])
        let robot = try await effective([("Impersonate-User", "system:serviceaccount:ns:robot")], accounts)
        #expect(robot.groups == ["system:serviceaccounts", "system:serviceaccounts:ns", "system:authenticated"])
        #expect(await refusal([("Impersonate-User", "system:serviceaccount:ns:robot")], users)?.code == 403)
        let nobody = try await effective([("Impersonate-User", "system:anonymous")], users)
        #expect(nobody.groups == ["system:unauthenticated"])
    }

    @Test func `makes no sense without a user or with two`() async {
        #expect(await refusal([("Impersonate-Group", "g")], users)?.code == 400)
        #expect(await refusal([("Impersonate-User", "a"), ("Impersonate-User", "b")], users)?.code == 400)
        #expect(await refusal([("Impersonate-User", "a"), ("Impersonate-Whatever", "b")], users)?.code == 400)
        #expect(await refusal([("Impersonate-User", "a"), ("Impersonate-Extra-%zz", "b")], users)?.code == 400)
    }
}
