import Kubernetes

/// Nobody grants what he does not hold: writes of roles and bindings are checked against the writer's rights.
///
/// <https://kubernetes.io/docs/reference/access-authn-authz/rbac/#privilege-escalation-prevention-and-bootstrapping>.
/// Holds for `rbac.authorization.k8s.io` and for the views of `authorization.openshift.io`.
package struct EscalationAdmission: Admission {
    private let authorizer: RBACAuthorizer

    package init(authorizer: RBACAuthorizer) { self.authorizer = authorizer }

    package func admit(_ write: inout AdmittedWrite) async throws {
        guard write.operation != .delete, write.subresource == nil,
            [RBACResource.group, "authorization.openshift.io"].contains(write.kind.gvk.group),
            let resource = RBACResource(RBACResource.named(write.kind.resource))
        else { return }
        let attempt = GrantAttempt(
            user: write.user,
            resource: resource,
            shownResource: write.kind.groupResource,
            kind: write.kind.gvk,
            object: write.object,
            old: write.operation == .update ? write.old : nil
        )
        try attempt.check(authorizer.snapshot)
    }
}
