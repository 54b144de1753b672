import BerthHTTP
package import Kubernetes

/// `serviceaccounts/token`: issues a token for an account (`kubectl create token`).
///
/// <https://kubernetes.io/docs/reference/kubernetes-api/authentication-resources/token-request-v1/>
package struct TokenRequestHandler: SubresourceHandler {
    private static let kind = GroupVersionKind(group: "authentication.k8s.io", version: "v1", kind: "TokenRequest")
    private static let shortestSeconds: Int64 = 600
    private static let longestSeconds: Int64 = 1 << 32
    private static let defaultSeconds: Int64 = 3600
    private static let audienceLimit = 64

    private let objects: any LocalObjects
    private let tokens: ServiceAccountTokens

    package init(objects: any LocalObjects, tokens: ServiceAccountTokens) {
        (self.objects, self.tokens) = (objects, tokens)
    }

    package func handle(
        verb: String,
        name: String,
        body: JSONValue?,
        request: ResourceRequest
    ) async throws -> SubresourceAnswer {
        guard verb == "create" else { throw Status.methodNotAllowed }
        guard let body, body.object != nil else { throw Status.badRequest("a TokenRequest is missing") }
        guard body.kind.isEmpty || body.kind == Self.kind.kind else {
            throw Status.badRequest("the body is a \(body.kind), not a TokenRequest")
        }
        guard body.name.isEmpty || body.name == name else {
            throw Status.badRequest(
                "the name of the object (\(body.name)) does not match the name on the URL (\(name))"
            )
        }
        guard body.namespace.isEmpty || body.namespace == request.namespace else {
            throw Status.badRequest(
                "the namespace of the object (\(body.namespace)) does not match the namespace on the URL "
                    + "(\(request.namespace))"
            )
        }
        let answer = try await answer(
            body,
            account: ServiceAccountName(namespace: request.namespace, name: name),
            isDryRun: request.options.isDryRun,
            now: request.context.receivedAt
        )
        return .object(answer)
    }

    /// The request with its defaults and, unless it is a dry run, the token.
    func answer(
        _ request: JSONValue,
        account name: ServiceAccountName,
        isDryRun: Bool,
        now: Double
    ) async throws -> JSONValue {
        let spec = request["spec"]
        let seconds = spec?["expirationSeconds"]?.integer ?? Self.defaultSeconds
        let asked = spec?["audiences"]?.strings ?? []
        try check(name, seconds: seconds, audiences: asked)
        let audiences = asked.isEmpty ? [tokens.issuer] : asked
        let resource = IdentityDirectory.serviceAccounts
        guard let account = try await objects.get(resource, namespace: name.namespace, name: name.name),
            account.deletionTimestamp == nil
        else { throw Status.notFound(resource, name: name.name) }
        var binding = ServiceAccountClaims.Binding(
            namespace: name.namespace,
            serviceaccount: .init(name: name.name, uid: account.uid)
        )
        var bound = spec?["boundObjectRef"] ?? .null
        if !bound.isNull { try await bind(&binding, to: &bound) }
        let issuedAt = Int64(now)
        var answer: JSONValue = [
            "kind": "TokenRequest", "apiVersion": .string(Self.kind.apiVersion),
            "metadata": [
                "name": .string(name.name), "namespace": .string(name.namespace),
                "creationTimestamp": .string(RFC3339.text(seconds: now)),
            ],
            "spec": [
                "audiences": JSONValue(strings: audiences), "expirationSeconds": .integer(seconds),
                "boundObjectRef": bound,
            ],
        ]
        guard !isDryRun else { return answer }
        let token = try await tokens.issue(
            ServiceAccountClaims(
                iss: tokens.issuer,
                sub: name.username,
                aud: audiences,
                exp: issuedAt + seconds,
                iat: issuedAt,
                nbf: issuedAt,
                jti: UUIDText.random(),
                binding: binding
            )
        )
        answer.set(
            [
                "token": .string(token),
                "expirationTimestamp": .string(RFC3339.text(seconds: Double(issuedAt + seconds))),
            ],
            at: ["status"]
        )
        return answer
    }

    private func check(_ name: ServiceAccountName, seconds: Int64, audiences: [String]) throws(Status) {
        var causes: [Status.Cause] = []
        func refuse(_ field: String, _ value: String, _ why: String) {
            causes.append(
                Status.Cause(reason: "FieldValueInvalid", message: "Invalid value: \(value): \(why)", field: field)
            )
        }
        if seconds < Self.shortestSeconds {
            refuse("spec.expirationSeconds", "\(seconds)", "may not specify a duration less than 10 minutes")
        }
        if seconds > Self.longestSeconds {
            refuse("spec.expirationSeconds", "\(seconds)", "may not specify a duration larger than 2^32 seconds")
        }
        if audiences.count > Self.audienceLimit || audiences.contains(where: { $0.utf8.count > 1024 }) {
            refuse("spec.audiences", "[]", "more than \(Self.audienceLimit) audiences, or a very long one")
        }
        guard causes.isEmpty else { throw .invalid(Self.kind, name: name.name, causes) }
    }

    /// The token then lives as long as the Secret or Pod.
    private func bind(_ binding: inout ServiceAccountClaims.Binding, to reference: inout JSONValue) async throws {
        let kind = reference["kind"]?.string ?? ""
        let account = binding.serviceaccount.name
        guard ["Pod", "Secret"].contains(kind), ["v1", ""].contains(reference.apiVersion) else {
            throw Status.badRequest("cannot bind token for serviceaccount \(account.quoted) to kind \(kind.quoted)")
        }
        let resource = GroupResource(group: "", resource: kind == "Pod" ? "pods" : "secrets")
        let name = reference["name"]?.string ?? ""
        guard let object = try await objects.get(resource, namespace: binding.namespace, name: name),
            object.deletionTimestamp == nil
        else { throw Status.notFound(resource, name: name) }
        if let uid = reference["uid"]?.string, !uid.isEmpty, uid != object.uid {
            throw Status.conflict(
                resource,
                name: name,
                "the UID in the bound object reference (\(uid)) does not match the UID in record. "
                    + "The object might have been deleted and then recreated"
            )
        }
        let found = ServiceAccountClaims.Reference(name: name, uid: object.uid)
        if kind == "Pod" {
            let running = object["spec"]?["serviceAccountName"]?.string ?? ""
            guard (running.isEmpty ? "default" : running) == account else {
                throw Status.badRequest(
                    "cannot bind token for serviceaccount \(account.quoted) to pod running with different "
                        + "serviceaccount name."
                )
            }
            binding.pod = found
        } else {
            binding.secret = found
        }
        reference.set(.string(object.uid), at: ["uid"])
    }
}
