import BerthHTTP
import Kubernetes

/// Who somebody is: <https://kubernetes.io/docs/reference/kubernetes-api/authentication-resources/>.
extension AccessReviews {
    private static let group = "authentication.k8s.io"

    var identities: [ServedResource] {
        [
            Self.served(Self.group, "SelfSubjectReview", "selfsubjectreviews") { _, request in
                [
                    "kind": "SelfSubjectReview", "apiVersion": "authentication.k8s.io/v1",
                    "metadata": ["creationTimestamp": .string(RFC3339.text(seconds: request.context.receivedAt))],
                    "status": ["userInfo": Self.userInfo(request.user)],
                ]
            },
            Self.served(Self.group, "TokenReview", "tokenreviews") { review, request in
                try await tokenReview(review, now: request.context.receivedAt)
            },
        ]
    }

    /// Whose token it is; one that is refused is an answer too.
    func tokenReview(_ review: JSONValue, now: Double) async throws -> JSONValue {
        guard let token = review["spec"]?["token"]?.string, !token.isEmpty else {
            throw Status.badRequest("token is required for TokenReview in authentication")
        }
        var answer = review
        answer.set("TokenReview", at: ["kind"])
        answer.set("authentication.k8s.io/v1", at: ["apiVersion"])
        do {
            let wanted = review["spec"]?["audiences"]?.strings ?? []
            let verdict = try await tokens.verdict(onToken: token, audiences: wanted, now: now, isUse: true)
            var status: JSONValue = ["authenticated": true, "user": Self.userInfo(verdict.user)]
            status.set(JSONValue(strings: verdict.audiences), at: ["audiences"])
            answer.set(status, at: ["status"])
        } catch let error as TokenError {
            answer.set(["authenticated": false, "user": [:], "error": .string(error.text)], at: ["status"])
        }
        return answer
    }

    /// `authentication.k8s.io/v1 UserInfo`.
    static func userInfo(_ user: UserInfo) -> JSONValue {
        var json: JSONValue = ["username": .string(user.username)]
        if !user.uid.isEmpty { json.set(.string(user.uid), at: ["uid"]) }
        if !user.groups.isEmpty { json.set(JSONValue(strings: user.groups), at: ["groups"]) }
        for (key, values) in user.extra.sorted(by: { $0.key.hasBytesBefore($1.key) }) {
            json.set(JSONValue(strings: values), at: ["extra", key])
        }
        return json
    }
}
