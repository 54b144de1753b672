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
        let spec = review["spec"]
        let asked = spec?["resourceAttributes"]?["namespace"]?.string ?? ""
        var causes: [Status.Cause] = []
        if spec?["resourceAttributes"]?.object != nil, !asked.hasSameBytes(as: namespace) {
            causes.append(.invalid("spec.resourceAttributes.namespace", asked, "must match metadata.namespace"))
        }
        if let path = spec?["nonResourceAttributes"], path.object != nil {
            let why = "disallowed on this kind of request"
            causes.append(.unquoted("spec.nonResourceAttributes", path.serialized(), why))
        }
        guard causes.isEmpty else { throw Self.invalid("LocalSubjectAccessReview", causes) }
        return try accessReview(review, of: Self.subject(review, "LocalSubjectAccessReview"), isLocal: true)
    }

    /// The review with its answer.
    ///
    /// - Throws: `Status` 422 unless it asks one question and is no named object.
    func accessReview(_ review: JSONValue, of user: UserInfo, isLocal: Bool = false) throws(Status) -> JSONValue {
        let spec = review["spec"]
        let resource = spec?["resourceAttributes"].flatMap { $0.isNull ? nil : $0 }
        let path = spec?["nonResourceAttributes"].flatMap { $0.isNull ? nil : $0 }
        var causes: [Status.Cause] = []
        if let path, resource != nil {
            let why = "cannot be specified in combination with resourceAttributes"
            causes.append(.unquoted("spec.nonResourceAttributes", path.serialized(), why))
        } else if path == nil, resource == nil {
            let why = "exactly one of nonResourceAttributes or resourceAttributes must be specified"
            causes.append(.invalid("spec.resourceAttributes", "null", why))
        }
        causes += Self.metadataProblems(review, isLocal: isLocal)
        guard causes.isEmpty else {
            throw Self.invalid(review.kind.isEmpty ? "SubjectAccessReview" : review.kind, causes)
        }
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
        case (nil, nil), (_?, _?): break
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
            throw invalid(kind, [.invalid("spec.user", "", "at least one of user or group must be specified")])
        }
        return user
    }

    /// A question has no name and no labels; what clients fill in without being asked counts for nothing.
    private static func metadataProblems(_ review: JSONValue, isLocal: Bool) -> [Status.Cause] {
        let ignored = ["creationTimestamp", "managedFields"] + (isLocal ? ["namespace"] : [])
        let given = (review["metadata"]?.object ?? JSONObject()).filter { member in
            if ignored.contains(member.name) || member.value.isNull || member.value == "" || member.value == 0 {
                return false
            }
            return member.value.array?.isEmpty != true && member.value.object?.isEmpty != true
        }
        guard !given.isEmpty else { return [] }
        let shown = JSONValue.object(JSONObject(given.map { ($0.name, $0.value) })).serialized()
        return [.unquoted("metadata", shown, isLocal ? "must be empty except for namespace" : "must be empty")]
    }

    private static func invalid(_ kind: String, _ causes: [Status.Cause]) -> Status {
        .invalid(GroupVersionKind(group: group, version: "v1", kind: kind), name: "", causes)
    }
}
