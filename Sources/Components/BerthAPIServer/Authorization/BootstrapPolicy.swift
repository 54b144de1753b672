/// The roles and bindings that every cluster begins with.
package enum BootstrapPolicy {
    /// Creates what is missing and adds missing rules and subjects to what is there.
    ///
    /// Never removes what users added, and leaves alone what they annotated
    /// `rbac.authorization.kubernetes.io/autoupdate: "false"`. Namespace `openshift` must exist.
    package static func plant(into objects: any LocalObjects) async throws {}
}
