import Kubernetes

/// Who may do what: <https://kubernetes.io/docs/reference/kubernetes-api/authorization-resources/>.
extension AccessReviews {
    private static let group = "authorization.k8s.io"

    var kubernetes: [ServedResource] {
        [
            Self.served(Self.group, "SubjectAccessReview", "subjectaccessreviews") { review, _, _ in
                try accessReview(review, of: Self.subject(review, "SubjectAccessReview"))
            },
            Self.served(Self.group, "SelfSubjectAccessReview", "selfsubjectaccessreviews") { review, user, _ in
                try accessReview(review, of: user)
            },
            Self.served(
                Self.group,
                "LocalSubjectAccessReview",
                "localsubjectaccessreviews",
                isNamespaced: true
            ) { review, _, namespace in
                try localAccessReview(review, in: namespace)
            },
            Self.served(Self.group, "SelfSubjectRulesReview", "selfsubjectrulesreviews") { review, user, _ in
                try rulesReview(review, of: user)
            },
        ]
    }

    private func localAccessReview(_ review: JSONValue, in namespace: String) throws(Status) -> JSONValue {
        let kind = "LocalSubjectAccessReview"
        let asked = review["spec"]?["resourceAttributes"]?["namespace"]?.string ?? ""
        guard asked.hasSameBytes(as: namespace) else {
            throw Self.invalid(
                kind,
                "spec.resourceAttributes.namespace",
                "Invalid value: \(asked.quoted): must match metadata.namespace"
            )
        }
        guard review["spec"]?["nonResourceAttributes"].map(\.isNull) ?? true else {
            throw Self.invalid(
                kind,
                "spec.nonResourceAttributes",
                "Invalid value: \"\": disallowed on this kind of request"
            )
        }
        return try accessReview(review, of: Self.subject(review, kind))
    }

    /// The review with its answer.
    func accessReview(_ review: JSONValue, of user: UserInfo) throws(Status) -> JSONValue {
        let spec = review["spec"]
        let resource = spec?["resourceAttributes"].flatMap { $0.isNull ? nil : $0 }
        let path = spec?["nonResourceAttributes"].flatMap { $0.isNull ? nil : $0 }
        var attributes = AccessAttributes(user: user, verb: "")
        switch (resource, path) {
        case (let resource?, nil):
            attributes.verb = resource["verb"]?.string ?? ""
            attributes.group = resource["group"]?.string ?? ""
            attributes.version = resource["version"]?.string ?? ""
            attributes.resource = resource["resource"]?.string ?? ""
            attributes.subresource = resource["subresource"]?.string ?? ""
            attributes.namespace = resource["namespace"]?.string ?? ""
            attributes.name = resource["name"]?.string ?? ""
        case (nil, let path?):
            attributes.verb = path["verb"]?.string ?? ""
            attributes.path = path["path"]?.string ?? ""
        case (nil, nil), (_?, _?):
            throw Self.invalid(
                review.kind.isEmpty ? "SubjectAccessReview" : review.kind,
                "spec.resourceAttributes",
                "Invalid value: \"null\": exactly one of nonResourceAttributes or resourceAttributes must be specified"
            )
        }
        let decision = authorizer.decision(attributes)
        var status: JSONValue = ["allowed": .bool(decision.isAllowed)]
        if !decision.reason.isEmpty { status.set(.string(decision.reason), at: ["reason"]) }
        var answer = review
        answer.set(status, at: ["status"])
        return answer
    }

    /// The caller's rules in a namespace, narrowed by its token's scopes.
    func rulesReview(_ review: JSONValue, of user: UserInfo) throws(Status) -> JSONValue {
        guard let namespace = review["spec"]?["namespace"]?.string, !namespace.isEmpty else {
            throw .badRequest("no namespace on request")
        }
        let (rules, missing) = authorizer.snapshot.effectiveRules(for: user, in: namespace)
        var status: JSONValue = [:]
        status.set(.array(rules.filter { !$0.resources.isEmpty }.map(Self.resourceRule)), at: ["resourceRules"])
        status.set(.array(rules.filter { !$0.nonResourceURLs.isEmpty }.map(Self.pathRule)), at: ["nonResourceRules"])
        status.set(.bool(!missing.isEmpty), at: ["incomplete"])
        if !missing.isEmpty { status.set(.string(missing.joined(separator: ", ")), at: ["evaluationError"]) }
        var answer = review
        answer.set(status, at: ["status"])
        return answer
    }

    private static func resourceRule(_ rule: PolicyRule) -> JSONValue {
        var rule = rule
        rule.nonResourceURLs = []
        return rule.json
    }

    private static func pathRule(_ rule: PolicyRule) -> JSONValue {
        ["verbs": JSONValue(strings: rule.verbs), "nonResourceURLs": JSONValue(strings: rule.nonResourceURLs)]
    }

    /// The user that a review is about.
    private static func subject(_ review: JSONValue, _ kind: String) throws(Status) -> UserInfo {
        let spec = review["spec"]
        let user = UserInfo(
            username: spec?["user"]?.string ?? "",
            uid: spec?["uid"]?.string ?? "",
            groups: spec?["groups"]?.strings ?? [],
            extra: Dictionary((spec?["extra"]?.object ?? JSONObject()).map { ($0.name, $0.value.strings) }) { $1 }
        )
        guard !user.username.isEmpty || !user.groups.isEmpty else {
            throw invalid(kind, "spec.user", "Invalid value: \"\": at least one of user or group must be specified")
        }
        return user
    }

    private static func invalid(_ kind: String, _ field: String, _ message: String) -> Status {
        .invalid(
            GroupVersionKind(group: group, version: "v1", kind: kind),
            name: "",
            [Status.Cause(reason: "FieldValueInvalid", message: message, field: field)]
        )
    }
}
