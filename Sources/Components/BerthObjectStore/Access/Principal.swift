import S3

/// Who a request was proved to come from, with what the policies let them do.
struct Principal: Sendable {
    let accessKey: String
    /// Whether this is the owner, who may do what no policy denies.
    let isRoot: Bool
    let policies: [PolicyDocument]

    /// Whether the principal may do `action` to `resource` in these circumstances.
    func may(_ action: String, _ resource: ARN, _ context: PolicyContext) -> Bool {
        let request = PolicyRequest(action: action, resource: resource, context: context)
        return PolicyEvaluator.decide(request, policies: policies, isRoot: isRoot) == .allowed
    }
}
