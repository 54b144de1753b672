/// One apply: what a manager wants of an object, laid over what there is.
///
/// https://kubernetes.io/docs/reference/using-api/server-side-apply/#conflicts
package struct FieldApply: Sendable {
    /// The annotation in which `kubectl apply` without the server's help keeps its last configuration.
    package static let lastApplied = "kubectl.kubernetes.io/last-applied-configuration"
    /// Whom `kubectl apply --server-side` is by default: it takes over what that annotation holds.
    package static let kubectl = "kubectl"
    private static let kubectlUpdates = "kubectl-client-side-apply"
    private static let beforeFirst = "before-first-apply"

    /// What the manager wants, without what identifies the object.
    package let configuration: JSONValue
    /// Who applies, with the time and without fields.
    package let applier: FieldOwner
    package let isForced: Bool
    package let shape: any FieldShape

    package init(configuration: JSONValue, applier: FieldOwner, isForced: Bool, shape: any FieldShape) {
        (self.configuration, self.applier, self.isForced, self.shape) = (configuration, applier, isForced, shape)
    }

    /// The object after the apply, and who owns its fields then.
    ///
    /// `live` is the object without managedFields, an empty one when it `isNew`. When nobody owns anything yet its fields are
    /// taken as those of earlier writers.
    /// - Throws: ``FieldConflicts`` when fields would change that others own, and this is not forced.
    package func applied(
        to live: JSONValue,
        _ owners: FieldOwners,
        isNew: Bool
    ) throws(FieldConflicts) -> (object: JSONValue, owners: FieldOwners) {
        let before = owners.isEmpty && !isNew ? firstOwners(of: live) : owners
        let conflicts: FieldConflicts
        do {
            return try merged(with: live, before, isForced: isForced)
        } catch {
            conflicts = error
        }
        guard applier.manager == Self.kubectl, let owned = Self.lastAppliedFields(of: live, shape),
            conflicts.allFields.subtracting(owned).isEmpty
        else { throw conflicts }
        return try merged(with: live, before, isForced: true)
    }

    private func merged(
        with live: JSONValue,
        _ before: FieldOwners,
        isForced: Bool
    ) throws(FieldConflicts) -> (object: JSONValue, owners: FieldOwners) {
        var owners = before
        var applier = applier
        let last = before[applier.identity]
        // Nobody owns what identifies the object, but whoever applies wants it to stay.
        let wanted = FieldSet.of(configuration, shape)
        applier.fields = wanted.withoutIdentity
        owners[applier.identity] = applier
        var object = FieldMerge.merge(configuration, into: live, shape)
        if let last { object = pruned(object, last.fields, wanted: owners.allFields.union(wanted)) }
        let comparison = FieldComparison(of: live, with: object, shape)
        let touched = comparison.touched
        let inTheWay = owners.owners.compactMap { owner -> (owner: FieldOwner, fields: FieldSet)? in
            guard owner.identity != applier.identity else { return nil }
            let fields = owner.fields.intersection(touched)
            return fields.isEmpty ? nil : (owner, fields)
        }
        guard isForced || inTheWay.isEmpty else { throw FieldConflicts(fields: inTheWay) }
        owners.take(touched.union(comparison.removed), exceptFrom: applier.identity)
        if let last, comparison.isSame, last.fields == applier.fields {
            applier.time = last.time
            owners[applier.identity] = applier
        }
        return (object, owners)
    }

    /// Takes out what the manager wanted before and wants no longer, unless somebody else owns it.
    private func pruned(_ merged: JSONValue, _ last: FieldSet, wanted: FieldSet) -> JSONValue {
        let lastNamed = last.withNamedFields(shape)
        let without = FieldMerge.remove(lastNamed, from: merged, shape)
        let all = FieldSet.of(merged, shape).withNamedFields(shape)
        func kept(_ object: JSONValue) -> FieldSet { FieldSet.of(object, shape).withNamedFields(shape) }
        // What others own, and what this manager still wants, comes back; then what nobody ever wanted.
        let owned = all.subtracting(kept(without)).subtracting(wanted.withNamedFields(shape))
        let withOwned = FieldMerge.remove(owned, from: merged, shape)
        let dangling = all.subtracting(kept(withOwned)).intersection(lastNamed)
        return FieldMerge.remove(dangling, from: merged, shape)
    }

    /// Whose the fields of an object are that nobody has applied yet.
    ///
    /// What `kubectl apply` noted in its annotation, and is still so, is `kubectl-client-side-apply`'s, as where every write
    /// is tracked; the rest is `before-first-apply`'s.
    private func firstOwners(of live: JSONValue) -> FieldOwners {
        var rest = FieldOwner(
            manager: Self.beforeFirst,
            operation: .update,
            apiVersion: applier.apiVersion,
            time: applier.time,
            fields: FieldSet.of(live, shape).withoutIdentity
        )
        guard let fields = Self.lastAppliedFields(of: live, shape) else { return FieldOwners([rest]) }
        var kubectl = rest
        kubectl.manager = Self.kubectlUpdates
        kubectl.fields = fields
        rest.fields = rest.fields.subtracting(fields)
        return FieldOwners([kubectl, rest])
    }

    /// The fields in the annotation of `kubectl apply` that still have the values which it gave them, and the annotation.
    static func lastAppliedFields(of live: JSONValue, _ shape: any FieldShape) -> FieldSet? {
        guard let text = live[path: "metadata", "annotations", lastApplied]?.string,
            let last = try? JSONValue(parsing: text.utf8), last.object != nil
        else { return nil }
        let comparison = FieldComparison(of: live, with: last, shape)
        var fields = FieldSet.of(last, shape).subtracting(comparison.touched).withoutIdentity
        fields.insert([.field("metadata"), .field("annotations"), .field(lastApplied)])
        return fields
    }
}
