/// Says who may do what.
package protocol Authorizer: Sendable {
    /// Never throws: what cannot be decided is not allowed.
    func decide(_ attributes: AccessAttributes) async -> AccessDecision
}

/// The answer, with the reason that access reviews show.
package struct AccessDecision: Sendable, Hashable {
    package let isAllowed: Bool
    package let reason: String

    package init(isAllowed: Bool, reason: String) { (self.isAllowed, self.reason) = (isAllowed, reason) }
}
