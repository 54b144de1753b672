import Kubernetes

/// The reviews as OpenShift had them before Kubernetes: fields at the top, answers of a kind of their own.
///
/// <https://docs.openshift.com/container-platform/4.3/rest_api/index.html>, `authorization.openshift.io/v1`.
extension AccessReviews {
    private static let group = "authorization.openshift.io"
    private static let apiVersion: JSONValue = "authorization.openshift.io/v1"

    var openShift: [ServedResource] {
        [
            Self.served(Self.group, "SubjectAccessReview", "subjectaccessreviews") { review, user, _ in
                try checkRight(review, caller: user, "subjectaccessreviews", "")
                return legacyAccessReview(review, caller: user, namespace: review["namespace"]?.string ?? "")
            },
            Self.served(
                Self.group,
                "LocalSubjectAccessReview",
                "localsubjectaccessreviews",
                isNamespaced: true
            ) { review, user, namespace in
                try Self.checkNamespace(review, "LocalSubjectAccessReview", namespace)
                try checkRight(review, caller: user, "localsubjectaccessreviews", namespace)
                return legacyAccessReview(review, caller: user, namespace: namespace)
            },
            Self.served(Self.group, "ResourceAccessReview", "resourceaccessreviews") { review, _, _ in
                try whoCan(review, namespace: review["namespace"]?.string ?? "", "ResourceAccessReview")
            },
            Self.served(
                Self.group,
                "LocalResourceAccessReview",
                "localresourceaccessreviews",
                isNamespaced: true
            ) { review, _, namespace in
                try Self.checkNamespace(review, "LocalResourceAccessReview", namespace)
                return try whoCan(review, namespace: namespace, "LocalResourceAccessReview")
            },
            Self.served(Self.group, "SubjectRulesReview", "subjectrulesreviews", isNamespaced: true) {
                review,
                _,
                namespace in
                let spec = review["spec"]
                var user = UserInfo(username: spec?["user"]?.string ?? "", groups: spec?["groups"]?.strings ?? [])
                guard !user.username.isEmpty || !user.groups.isEmpty else {
                    throw Self.required("SubjectRulesReview", ["user"])
                }
                if let scopes = spec?["scopes"]?.array { user.extra[OAuthScope.extraKey] = scopes.compactMap(\.string) }
                return legacyRulesReview(review, of: user, in: namespace)
            },
            Self.served(Self.group, "SelfSubjectRulesReview", "selfsubjectrulesreviews", isNamespaced: true) {
                review,
                caller,
                namespace in
                legacyRulesReview(review, of: asking(caller, review["spec"]), in: namespace)
            },
        ]
    }

    /// Everybody may ask about himself; who asks about others needs the right to.
    ///
    /// The gateway lets such reviews through for whoever may create `selfsubjectaccessreviews`, without seeing the body.
    private func checkRight(
        _ review: JSONValue,
        caller: UserInfo,
        _ resource: String,
        _ namespace: String
    ) throws(Status) {
        let isPersonal = review["user"]?.string ?? "" == "" && review["groups"]?.strings ?? [] == []
        guard !isPersonal else { return }
        var attributes = AccessAttributes(user: caller, verb: "create")
        (attributes.group, attributes.version) = (Self.group, "v1")
        (attributes.resource, attributes.namespace) = (resource, namespace)
        let decision = authorizer.decision(attributes)
        guard decision.isAllowed else { throw attributes.forbidden(reason: decision.reason) }
    }

    /// Whether the named subject may; without one, whether the caller may.
    func legacyAccessReview(_ review: JSONValue, caller: UserInfo, namespace: String) -> JSONValue {
        var user = UserInfo(username: review["user"]?.string ?? "", groups: review["groups"]?.strings ?? [])
        if user.username.isEmpty, user.groups.isEmpty { user = caller }
        var decision = authorizer.decision(Self.attributes(review, user: user, namespace: namespace))
        if decision.isAllowed, let scopes = review["scopes"]?.array, !scopes.isEmpty {
            // they only narrow: nobody learns more of himself than his token may do
            user.extra[OAuthScope.extraKey] = scopes.compactMap(\.string)
            decision = authorizer.decision(Self.attributes(review, user: user, namespace: namespace))
        }
        var answer: JSONValue = ["kind": "SubjectAccessReviewResponse", "apiVersion": Self.apiVersion]
        answer.set(.string(namespace), at: ["namespace"])
        answer.set(.bool(decision.isAllowed), at: ["allowed"])
        if !decision.reason.isEmpty { answer.set(.string(decision.reason), at: ["reason"]) }
        return answer
    }

    /// Whoever asks about his rules, with the scopes that he asks about; a token with scopes keeps its own.
    private func asking(_ caller: UserInfo, _ spec: JSONValue?) -> UserInfo {
        let own = caller.extra[OAuthScope.extraKey] ?? []
        let asked = spec?["scopes"]?.array?.compactMap(\.string) ?? []
        guard !asked.isEmpty, own.isEmpty || own.holds("user:full") else { return caller }
        var user = caller
        user.extra[OAuthScope.extraKey] = asked
        return user
    }

    /// Everybody who may: `oc policy who-can`.
    func whoCan(_ review: JSONValue, namespace: String, _ kind: String) throws(Status) -> JSONValue {
        let isPath = review["isNonResourceURL"]?.bool ?? false
        let missing = ["verb", isPath ? "path" : "resource"].filter { review[$0]?.string?.isEmpty ?? true }
        guard missing.isEmpty else { throw Self.required(kind, missing) }
        let nobody = UserInfo(username: "")
        let allowed = authorizer.snapshot.allowedSubjects(
            Self.attributes(review, user: nobody, namespace: namespace)
        )
        return [
            "kind": "ResourceAccessReviewResponse", "apiVersion": Self.apiVersion, "namespace": .string(namespace),
            "users": JSONValue(strings: allowed.users), "groups": JSONValue(strings: allowed.groups),
            // the API spells it so
            "evalutionError": "",
        ]
    }

    private func legacyRulesReview(_ review: JSONValue, of user: UserInfo, in namespace: String) -> JSONValue {
        let (rules, missing) = authorizer.snapshot.effectiveRules(for: user, in: namespace)
        var status: JSONValue = [:]
        status.set(.array(rules.map(Self.legacyRule)), at: ["rules"])
        if !missing.isEmpty { status.set(.string(missing.joined(separator: ", ")), at: ["evaluationError"]) }
        var answer = review
        answer.set(status, at: ["status"])
        return answer
    }

    private static func legacyRule(_ rule: PolicyRule) -> JSONValue {
        var json: JSONValue = [
            "verbs": JSONValue(strings: rule.verbs), "attributeRestrictions": .null,
            "apiGroups": JSONValue(strings: rule.apiGroups), "resources": JSONValue(strings: rule.resources),
        ]
        if !rule.resourceNames.isEmpty { json.set(JSONValue(strings: rule.resourceNames), at: ["resourceNames"]) }
        if !rule.nonResourceURLs.isEmpty { json.set(JSONValue(strings: rule.nonResourceURLs), at: ["nonResourceURLs"]) }
        return json
    }

    private static func attributes(_ review: JSONValue, user: UserInfo, namespace: String) -> AccessAttributes {
        var attributes = AccessAttributes(user: user, verb: review["verb"]?.string ?? "")
        attributes.namespace = namespace
        if review["isNonResourceURL"]?.bool ?? false {
            attributes.path = review["path"]?.string ?? ""
            return attributes
        }
        attributes.group = review["resourceAPIGroup"]?.string ?? ""
        attributes.version = review["resourceAPIVersion"]?.string ?? ""
        attributes.resource = review["resource"]?.string ?? ""
        attributes.name = review["resourceName"]?.string ?? ""
        return attributes
    }

    /// The namespace of the body is that of the URL, or empty.
    private static func checkNamespace(_ review: JSONValue, _ kind: String, _ namespace: String) throws(Status) {
        let named = review["namespace"]?.string ?? ""
        guard named.isEmpty || named.hasSameBytes(as: namespace) else {
            throw .invalid(
                GroupVersionKind(group: group, version: "v1", kind: kind),
                name: "",
                [
                    Status.Cause(
                        reason: "FieldValueInvalid",
                        message: "Invalid value: \(named.quoted): namespace must be: \(namespace)",
                        field: "namespace"
                    )
                ]
            )
        }
    }

    private static func required(_ kind: String, _ fields: [String]) -> Status {
        .invalid(
            GroupVersionKind(group: group, version: "v1", kind: kind),
            name: "",
            fields.map { Status.Cause(reason: "FieldValueRequired", message: "Required value", field: $0) }
        )
    }
}
