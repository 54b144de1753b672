import Kubernetes
import Testing

@testable import BerthAPIServer

@Suite struct `Granting rights` {
    private let ann = Rights.user("ann", "system:authenticated")
    private let snapshot = Rights.bootstrap([
        Rights.binding("a", in: "ns", to: "admin", "user:ann"),
        Rights.binding("e", in: "ns", to: "edit", "user:eve"),
        Rights.binding("root", to: "cluster-admin", "user:root"),
        Rights.clusterRole(
            "granter",
            [PolicyRule(["bind", "escalate"], groups: [RBACResource.group], resources: ["clusterroles", "roles"])]
        ),
        Rights.binding("granters", in: "ns", to: "granter", "user:gil"),
    ])

    private func refusal(_ user: UserInfo, _ object: JSONValue, old: JSONValue? = nil) -> Status? {
        let resource = RBACResource(RBACResource.named(object.kind.lowercased() + "s")) ?? .roles
        let attempt = GrantAttempt(
            user: user,
            resource: resource,
            shownResource: resource.groupResource,
            kind: GroupVersionKind(group: RBACResource.group, version: "v1", kind: object.kind),
            object: object,
            old: old
        )
        do throws(Status) {
            try attempt.check(snapshot)
            return nil
        } catch {
            return error
        }
    }

    private let nodes = PolicyRule(["get", "list"], groups: [""], resources: ["nodes", "secrets"])

    @Test func `needs what is granted`() {
        #expect(refusal(ann, Rights.binding("b", in: "ns", to: "edit", "user:bob")) == nil)
        #expect(refusal(ann, Rights.binding("b", in: "ns", to: "admin", "user:bob")) == nil)
        #expect(refusal(ann, Rights.binding("b", in: "other", to: "view", "user:bob"))?.code == 403)
        #expect(refusal(ann, Rights.binding("b", in: "ns", to: "cluster-admin", "user:ann"))?.code == 403)
        #expect(refusal(ann, Rights.binding("b", to: "view", "user:ann"))?.code == 403)
        #expect(refusal(Rights.user("eve"), Rights.binding("b", in: "ns", to: "admin", "user:eve"))?.code == 403)
        #expect(refusal(Rights.user("root"), Rights.binding("b", to: "cluster-admin", "user:eve")) == nil)
        #expect(refusal(Rights.user("m", "system:masters"), Rights.binding("b", to: "cluster-admin", "user:m")) == nil)
    }

    @Test func `says what is missing as Kubernetes says it`() {
        let status = refusal(ann, Rights.role("r", in: "ns", [nodes]))
        #expect(
            status?.message
                == #"roles.rbac.authorization.k8s.io "r" is forbidden: user "ann" (groups=["system:authenticated"]) is "#
                + "attempting to grant RBAC permissions not currently held:\n"
                + #"{APIGroups:[""], Resources:["nodes"], Verbs:["get" "list"]}"#
        )
    }

    @Test func `is not needed with the verbs bind and escalate`() {
        let gil = Rights.user("gil")
        #expect(refusal(gil, Rights.binding("b", in: "ns", to: "cluster-admin", "user:gil")) == nil)
        #expect(refusal(gil, Rights.role("r", in: "ns", PolicyRule.everything)) == nil)
        #expect(refusal(gil, Rights.role("r", in: "other", PolicyRule.everything))?.code == 403)
    }

    @Test func `is judged on updates too, unless only owners and finalizers change`() {
        let old = Rights.role("r", in: "ns", [nodes])
        var new = old
        new.set(.string("x"), at: ["metadata", "annotations", "a"])
        #expect(refusal(ann, new, old: old)?.code == 403)
        var orphaned = old
        orphaned.set([], at: ["metadata", "finalizers"])
        #expect(refusal(ann, orphaned, old: old) == nil)
    }

    @Test func `never changes the role of a binding`() {
        let old = Rights.binding("b", in: "ns", to: "view", "user:bob")
        let status = refusal(Rights.user("root"), Rights.binding("b", in: "ns", to: "edit", "user:bob"), old: old)
        #expect(status?.code == 422)
        #expect(status?.causes.first?.field == "roleRef")
        #expect(status?.message.contains("cannot change roleRef") == true)
    }

    @Test func `of a role that is not there is refused unless one may bind it`() {
        #expect(refusal(ann, Rights.binding("b", in: "ns", to: "gone", "user:bob"))?.code == 404)
        #expect(refusal(Rights.user("root"), Rights.binding("b", in: "ns", to: "gone", "user:bob")) == nil)
    }

    @Test func `by aggregation needs everything`() {
        var role = Rights.clusterRole("all", [])
        role.set([["matchLabels": ["a": "b"]]], at: ["aggregationRule", "clusterRoleSelectors"])
        #expect(
            refusal(ann, role)?.message.hasSuffix("must have cluster-admin privileges to use the aggregationRule")
                == true
        )
        #expect(refusal(Rights.user("root"), role) == nil)
    }

    @Test func `stays within the scopes of the token`() {
        let scoped = Rights.user("ann", scopes: ["role:view:ns"])
        #expect(refusal(scoped, Rights.binding("b", in: "ns", to: "edit", "user:bob"))?.code == 403)
        let root = Rights.user("root", "system:masters", scopes: ["role:view:ns"])
        #expect(refusal(root, Rights.binding("b", in: "ns", to: "edit", "user:bob"))?.code == 403)
    }

    @Test func `compares names, wildcards and paths`() {
        func missing(_ wanted: PolicyRule, _ held: PolicyRule) -> Bool {
            PolicyRule.missing(of: [wanted], heldBy: [held])?.isEmpty == false
        }
        let named = PolicyRule(["get"], groups: [""], resources: ["secrets"], names: ["a", "b"])
        let all = PolicyRule(["get"], groups: [""], resources: ["secrets"])
        #expect(!missing(named, all))
        #expect(missing(all, named))
        #expect(!missing(PolicyRule(["get"], groups: [""], resources: ["secrets"], names: ["b"]), named))
        let scale = PolicyRule(["get"], groups: ["apps"], resources: ["*/scale"])
        #expect(!missing(PolicyRule(["get"], groups: ["apps"], resources: ["deployments/scale"]), scale))
        #expect(missing(PolicyRule(["get"], groups: ["apps"], resources: ["*"]), scale))
        #expect(missing(PolicyRule(["*"], groups: [""], resources: ["secrets"]), all))
        #expect(!missing(PolicyRule(["get"], paths: ["/a/b", "/a/*"]), PolicyRule(["get"], paths: ["/a/*"])))
        #expect(missing(PolicyRule(["get"], paths: ["/*"]), PolicyRule(["get"], paths: ["/a/*"])))
        #expect(missing(all, PolicyRule(["get"], paths: ["*"])))
    }

    @Test func `refuses roles made to keep the server busy`() {
        let many = (0..<500).map { "x\($0)" }
        let huge = Rights.role("r", in: "ns", [PolicyRule(many, groups: many, resources: many)])
        #expect(refusal(ann, huge)?.code == 403)
        #expect(refusal(Rights.user("root"), huge) == nil)
    }
}
