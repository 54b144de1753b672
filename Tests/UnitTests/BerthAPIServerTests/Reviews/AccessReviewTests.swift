import Foundation
import Kubernetes
import Testing

@testable import BerthAPIServer

@Suite struct `A review` {
    private let ann = Rights.user("ann", "system:authenticated")

    /// Reviews over the first roles, with `ann` as an editor and `bob` as a puller in `ns`.
    private func withReviews(_ body: (AccessReviews, Identities) async throws -> Void) async throws {
        let path = FileManager.default.temporaryDirectory.path + "/\(UUID().uuidString).key"
        defer { try? FileManager.default.removeItem(atPath: path) }
        let identities = try await Identities(keyPath: path)
        try await BootstrapPolicy.plant(into: identities.objects)
        for binding in [
            Rights.binding("e", in: "ns", to: "registry-editor", "user:ann"),
            Rights.binding("p", in: "ns", to: "system:image-puller", "user:bob", "account:other/robot"),
        ] { _ = try await identities.objects.create(RBACResource.roleBindings.groupResource, binding) }
        let authorizer = RBACAuthorizer(objects: identities.objects, patience: .seconds(600))
        try await identities.running([authorizer.run]) {
            await authorizer.settled()
            try await body(AccessReviews(authorizer: authorizer, tokens: identities.tokens), identities)
        }
    }

    @Test func `takes the resource of the registry and that of oc`() async throws {
        try await withReviews { reviews, _ in
            let base: JSONValue = [
                "namespace": "ns", "verb": "update", "group": "image.openshift.io", "name": "alpine",
            ]
            var (joined, split) = (base, base)
            joined.set("imagestreams/layers", at: ["resource"])
            split.set("imagestreams", at: ["resource"])
            split.set("layers", at: ["subresource"])
            for attributes in [joined, split] {
                let review: JSONValue = [
                    "kind": "SelfSubjectAccessReview", "spec": ["resourceAttributes": attributes],
                ]
                let answer = try reviews.accessReview(review, of: ann)
                #expect(answer["status"]?["allowed"] == true)
                #expect(
                    answer["status"]?["reason"]
                        == #"RBAC: allowed by RoleBinding "e/ns" of ClusterRole "registry-editor" to User "ann""#
                )
                #expect(answer["spec"] == review["spec"])
                let bob = try reviews.accessReview(review, of: Rights.user("bob"))
                #expect(bob["status"] == ["allowed": false])
            }
        }
    }

    @Test func `asks for one question and a subject`() async throws {
        try await withReviews { reviews, _ in
            #expect(throws: Status.self) { try reviews.accessReview(["kind": "SelfSubjectAccessReview"], of: ann) }
            let path: JSONValue = ["spec": ["nonResourceAttributes": ["path": "/version", "verb": "get"]]]
            let answer = try reviews.accessReview(path, of: ann)
            #expect(answer["status"]?["allowed"] == true)
            #expect(throws: Status.self) { try reviews.rulesReview(["spec": [:]], of: ann) }
        }
    }

    @Test func `is no named object, and asks one question`() async throws {
        try await withReviews { reviews, _ in
            func causes(_ review: JSONValue, isLocal: Bool = false) -> [Status.Cause] {
                do throws(Status) {
                    _ = try reviews.accessReview(review, of: ann, isLocal: isLocal)
                    return []
                } catch {
                    return error.causes
                }
            }
            let attributes: JSONValue = ["resourceAttributes": ["verb": "get", "resource": "pods"]]
            var review: JSONValue = ["kind": "SelfSubjectAccessReview", "metadata": ["name": "n"], "spec": attributes]
            #expect(causes(review).map(\.message) == [#"Invalid value: {"name":"n"}: must be empty"#])
            // as clients send it that write every field
            review.set(["name": "", "generation": 0, "creationTimestamp": .null, "labels": [:]], at: ["metadata"])
            #expect(causes(review).isEmpty)
            review.set(["namespace": "ns"], at: ["metadata"])
            #expect(causes(review, isLocal: true).isEmpty)
            review.set(["verb": "get", "path": "/version"], at: ["spec", "nonResourceAttributes"])
            #expect(causes(review, isLocal: true).map(\.field) == ["spec.nonResourceAttributes"])
        }
    }

    @Test func `lists the caller's rules, as far as its scopes let it`() async throws {
        try await withReviews { reviews, _ in
            let review: JSONValue = ["kind": "SelfSubjectRulesReview", "spec": ["namespace": "ns"]]
            let rules = try reviews.rulesReview(review, of: ann)["status"]?["resourceRules"]?.array ?? []
            #expect(rules.contains { $0["resources"]?.strings == ["imagestreams/layers"] })
            let scoped = Rights.user("ann", "system:authenticated", scopes: ["user:info"])
            let status = try reviews.rulesReview(review, of: scoped)["status"]
            #expect(status?["resourceRules"]?.array?.contains { $0["resources"]?.strings == ["secrets"] } == false)
            #expect(status?["resourceRules"]?.array?.contains { $0["resources"]?.strings == ["users"] } == true)
            #expect(status?["incomplete"] == false)
        }
    }

    @Test func `of OpenShift says who can, and misspells as it does`() async throws {
        try await withReviews { reviews, _ in
            let review: JSONValue = [
                "verb": "get", "resourceAPIGroup": "image.openshift.io", "resource": "imagestreams/layers",
            ]
            let answer = try reviews.whoCan(review, namespace: "ns", "LocalResourceAccessReview")
            #expect(answer.kind == "ResourceAccessReviewResponse")
            #expect(
                answer["users"]?.strings == ["ann", "bob", "system:admin", "system:serviceaccount:other:robot"]
            )
            #expect(
                answer["groups"]?.strings == ["system:cluster-admins", "system:cluster-readers", "system:masters"]
            )
            #expect(answer["evalutionError"] == "")
            #expect(throws: Status.self) {
                try reviews.whoCan(["verb": "get"], namespace: "ns", "ResourceAccessReview")
            }
        }
    }

    @Test func `of OpenShift has its fields at the top`() async throws {
        try await withReviews { reviews, _ in
            var review: JSONValue = ["verb": "create", "resource": "imagestreams", "resourceAPIGroup": ""]
            var answer = reviews.legacyAccessReview(review, caller: ann, namespace: "ns")
            #expect(answer.kind == "SubjectAccessReviewResponse")
            #expect(answer["allowed"] == true && answer["namespace"] == "ns")
            review.set("bob", at: ["user"])
            answer = reviews.legacyAccessReview(review, caller: ann, namespace: "ns")
            #expect(answer["allowed"] == false)
            let scoped = Rights.user("ann", scopes: ["user:info"])
            review.set(nil, at: ["user"])
            for (scopes, isAllowed) in [(["user:info"], false), (["user:full"], true), ([], true)] {
                review.set(JSONValue(strings: scopes), at: ["scopes"])
                #expect(reviews.legacyAccessReview(review, caller: ann, namespace: "ns")["allowed"] == .bool(isAllowed))
                #expect(reviews.legacyAccessReview(review, caller: scoped, namespace: "ns")["allowed"] == false)
            }
            review.set(nil, at: ["scopes"])
            #expect(reviews.legacyAccessReview(review, caller: scoped, namespace: "ns")["allowed"] == false)
        }
    }

    @Test func `of a token says whose it is or why it is none`() async throws {
        try await withReviews { reviews, identities in
            try await identities.logIn("ann")
            let review: JSONValue = ["kind": "TokenReview", "spec": ["token": .string(Identities.token)]]
            let status = try await reviews.tokenReview(review, now: Identities.created + 1)["status"]
            #expect(status?["authenticated"] == true)
            #expect(status?["user"]?["username"] == "ann")
            let late = try await reviews.tokenReview(review, now: Identities.created + 1e9)["status"]
            #expect(late?["authenticated"] == false)
            #expect(late?["error"] == "token is expired")
            await #expect(throws: Status.self) { try await reviews.tokenReview(["spec": [:]], now: 0) }
        }
    }

    @Test func `counts a changed role as soon as its writer was answered`() async throws {
        try await withReviews { reviews, identities in
            for number in 0..<20 {
                let binding = Rights.binding("n\(number)", in: "ns\(number)", to: "view", "user:carl")
                let bindings = RBACResource.roleBindings.groupResource
                let created = try await identities.objects.create(bindings, binding)
                let revision = try #require(Int64(created.resourceVersion))
                await reviews.authorizer.settle(bindings, through: revision)
                let asked = Rights.attributes(Rights.user("carl"), "get", "pods", in: "ns\(number)")
                #expect(reviews.authorizer.decision(asked).isAllowed)
            }
            #expect(reviews.authorizer.visibleNamespaces(to: Rights.user("carl")).contains("ns7"))
        }
    }
}
