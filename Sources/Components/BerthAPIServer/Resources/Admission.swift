package import Kubernetes

/// A check or change of a write that needs other objects or the caller's rights; runs after validation, before the commit.
package protocol Admission: Sendable {
    /// - Throws: `Status` to refuse.
    func admit(_ write: inout AdmittedWrite) async throws
}

/// A write under admission.
package struct AdmittedWrite: Sendable {
    package enum Operation: Sendable, Hashable { case create, update, delete }

    package let operation: Operation
    package let kind: ResourceKind
    package let subresource: String?
    package let user: UserInfo
    package let isDryRun: Bool
    /// The object as it will be committed; for a deletion as it is.
    package var object: JSONValue
    package let old: JSONValue?
    /// What lasts until the write was committed or given up.
    package var held: [any Sendable] = []

    package init(
        operation: Operation,
        kind: ResourceKind,
        subresource: String?,
        user: UserInfo,
        isDryRun: Bool,
        object: JSONValue,
        old: JSONValue?
    ) {
        (self.operation, self.kind, self.subresource, self.user) = (operation, kind, subresource, user)
        (self.isDryRun, self.object, self.old) = (isDryRun, object, old)
    }
}
