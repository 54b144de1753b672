/// Who owns the replicas of an object, as the owners of its Scale, and back.
///
/// A Scale is no object of its own: its `spec.replicas` is a field of the object that is scaled, and so are its owners.
/// https://kubernetes.io/docs/reference/using-api/server-side-apply/#transferring-ownership
package struct ScaleOwners: Sendable {
    private static let scaleVersion = "autoscaling/v1"
    private static let scalePath: [PathElement] = [.field("spec"), .field("replicas")]

    private let owners: FieldOwners
    private let path: [PathElement]
    private let apiVersion: String

    /// Of the owners of an object, whose replicas stand at `path` in its `apiVersion`.
    package init(_ owners: FieldOwners, path: [String], apiVersion: String) {
        (self.owners, self.apiVersion) = (owners, apiVersion)
        self.path = path.map { .field($0) }
    }

    /// The owners of the Scale.
    package var ofScale: FieldOwners { FieldOwners(owners.owners.compactMap(scaled)) }

    /// The owners of the object, when those of the Scale have become `scale`.
    ///
    /// Who no longer owns the Scale's replicas loses the object's; everything else stays as it is.
    package func ofObject(_ scale: FieldOwners) -> FieldOwners {
        var left: [FieldOwner.Identity: FieldOwner] = [:]
        for owner in scale.owners where owner.fields.contains(Self.scalePath) { left[owner.identity] = owner }
        var known: Set<FieldOwner.Identity> = []
        var result = FieldOwners()
        for var owner in owners.owners {
            if let identity = scaled(owner)?.identity {
                known.insert(identity)
                if let present = left[identity] {
                    owner.time = present.time
                } else {
                    owner.fields.remove(path)
                }
            }
            result[owner.identity] = owner
        }
        for var owner in left.values where !known.contains(owner.identity) {
            owner.apiVersion = apiVersion
            owner.fields = result[owner.identity]?.fields ?? FieldSet()
            owner.fields.insert(path)
            result[owner.identity] = owner
        }
        return result
    }

    /// An owner of replicas as one of the Scale; nil for one of other fields.
    private func scaled(_ owner: FieldOwner) -> FieldOwner? {
        guard owner.fields.contains(path) else { return nil }
        var owner = owner
        owner.apiVersion = Self.scaleVersion
        owner.fields = FieldSet([Self.scalePath])
        return owner
    }
}
