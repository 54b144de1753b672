import Kubernetes

/// Nobody holds up the deletion of an owner that he may not finalise, nor gives away what he may not delete.
///
/// OwnerReferencesPermissionEnforcement:
/// <https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/#ownerreferencespermissionenforcement>.
struct OwnerReferenceAdmission: Admission {
    let authorizer: any Authorizer
    /// Every kind that may own something.
    let kinds: @Sendable () -> [ResourceKind]

    func admit(_ write: inout AdmittedWrite) async throws {
        guard write.operation != .delete, write.subresource != "status" else { return }
        let owners = Self.owners(of: write.object)
        let before = write.operation == .update ? Self.owners(of: write.old ?? .null) : []
        guard owners != before else { return }
        if write.operation == .update {
            var attributes = attributes(write, "delete", write.kind, name: write.object.name)
            attributes.subresource = write.subresource ?? ""
            let decision = await authorizer.decide(attributes)
            guard decision.isAllowed else {
                throw refusal(write, "cannot set an ownerRef on a resource you can't delete: \(decision.reason), <nil>")
            }
        }
        let blockedBefore = Set(before.filter(Self.isBlocking).compactMap { $0["uid"]?.string })
        for owner in owners where Self.isBlocking(owner) && !blockedBefore.contains(owner["uid"]?.string ?? "") {
            try await checkFinalizing(owner, write)
        }
    }

    private func checkFinalizing(_ owner: JSONValue, _ write: AdmittedWrite) async throws {
        let version = owner.apiVersion.split(separator: "/", maxSplits: 1).map(String.init)
        let group = version.count == 2 ? version[0] : ""
        let found = kinds().filter { $0.gvk.group == group && $0.gvk.kind == owner.kind }
        guard !found.isEmpty else {
            throw refusal(
                write,
                "cannot set blockOwnerDeletion in this case because cannot find RESTMapping for APIVersion "
                    + "\(owner.apiVersion) Kind \(owner.kind): no matches for kind \(owner.kind.quoted) in version "
                    + owner.apiVersion.quoted
            )
        }
        for kind in found {
            let name = owner["name"]?.string ?? ""
            var attributes = attributes(write, "update", kind, name: name)
            attributes.subresource = "finalizers"
            // a role in a namespace reaches the namespace itself
            if kind.groupResource == KnownResource.namespaces { attributes.namespace = name }
            let decision = await authorizer.decide(attributes)
            guard decision.isAllowed else {
                throw refusal(
                    write,
                    "cannot set blockOwnerDeletion if an ownerReference refers to a resource you can't set finalizers "
                        + "on: \(decision.reason), <nil>"
                )
            }
        }
    }

    private func attributes(
        _ write: AdmittedWrite,
        _ verb: String,
        _ kind: ResourceKind,
        name: String
    ) -> AccessAttributes {
        var attributes = AccessAttributes(user: write.user, verb: verb)
        (attributes.group, attributes.version) = (kind.gvk.group, kind.gvk.version)
        (attributes.resource, attributes.name) = (kind.resource, name)
        if kind.isNamespaced { attributes.namespace = write.object.namespace }
        return attributes
    }

    private func refusal(_ write: AdmittedWrite, _ why: String) -> Status {
        .forbidden(write.kind.groupResource, name: write.object.name, why)
    }

    private static func owners(of object: JSONValue) -> [JSONValue] {
        object["metadata"]?["ownerReferences"]?.array ?? []
    }

    private static func isBlocking(_ owner: JSONValue) -> Bool { owner["blockOwnerDeletion"]?.bool ?? false }
}
