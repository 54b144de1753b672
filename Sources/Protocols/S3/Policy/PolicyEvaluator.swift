/// Judges requests by policies: an explicit deny wins, then an allow, and else the answer is no.
///
/// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
package enum PolicyEvaluator {
    package enum Decision: Hashable, Sendable {
        case allowed
        case denied(explicitly: Bool)
    }

    /// The decision of `policies` together; `isRoot` is the owner, who is allowed what nobody denies.
    package static func decide(
        _ request: PolicyRequest,
        policies: [PolicyDocument],
        isRoot: Bool = false
    ) -> Decision {
        var isAllowed = isRoot
        for policy in policies {
            for statement in policy.statements where !(isAllowed && statement.effect == .allow) {
                guard statement.applies(to: request) else { continue }
                switch statement.effect {
                case .deny: return .denied(explicitly: true)
                case .allow: isAllowed = true
                }
            }
        }
        return isAllowed ? .allowed : .denied(explicitly: false)
    }
}
