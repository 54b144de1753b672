/// One apply: what a manager wants of an object, laid over what there is.
///
/// https://kubernetes.io/docs/reference/using-api/server-side-apply/#conflicts
package struct FieldApply: Sendable {
    /// The annotation in which `kubectl apply` without the server's help keeps its last configuration.
    package static let lastApplied = "kubectl.kubernetes.io/last-applied-configuration"
    /// Whom `kubectl apply --server-side` is by default: it takes over what that annotation holds.
    package static let kubectl = "kubectl"
    /// Who owns the defaults of an object that nobody has applied yet: they give way to whoever applies others.
    package static let bootstrap = "cluster-bootstrap"
    private static let kubectlUpdates = "kubectl-client-side-apply"
    private static let beforeFirst = "before-first-apply"

    /// What the manager wants, without what identifies the object.
    package let configuration: JSONValue
    /// Who applies, with the time and without fields.
    package let applier: FieldOwner
    package let isForced: Bool
    package let shape: any FieldShape
    /// What objects of this name begin with, by the object as it is; nil when somebody has chosen all that it says.
    package var defaults: @Sendable (_ live: JSONValue) -> JSONValue? = { _ in nil }

    package init(configuration: JSONValue, applier: FieldOwner, isForced: Bool, shape: any FieldShape) {
        (self.configuration, self.applier, self.isForced, self.shape) = (configuration, applier, isForced, shape)
    }

    /// The object after the apply, and who owns its fields then.
    ///
    /// `live` is the object without managedFields, an empty one when it `isNew`. When nobody owns anything yet its fields are
    /// taken as those of earlier writers (``firstOwners(of:defaults:_:_:)``).
    /// - Throws: ``FieldConflicts`` when fields would change that others own, and this is not forced.
    package func applied(
        to live: JSONValue,
        _ owners: FieldOwners,
        isNew: Bool
    ) throws(FieldConflicts) -> (object: JSONValue, owners: FieldOwners) {
        let before =
            owners.isEmpty && !isNew ? Self.firstOwners(of: live, defaults: defaults(live), applier, shape) : owners
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
            guard owner.identity != applier.identity, !owner.givesWay else { return nil }
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
    /// is tracked; defaults that it still has are ``bootstrap``'s; the rest is `before-first-apply`'s. `applier` says when,
    /// and in which version.
    package static func firstOwners(
        of live: JSONValue,
        defaults: JSONValue? = nil,
        _ applier: FieldOwner,
        _ shape: any FieldShape
    ) -> FieldOwners {
        var rest = FieldSet.of(live, shape).withoutIdentity
        var owners: [FieldOwner] = []
        func own(_ manager: String, _ fields: FieldSet) {
            var owner = FieldOwner(
                manager: manager,
                operation: .update,
                apiVersion: applier.apiVersion,
                time: applier.time
            )
            owner.fields = fields
            owners.append(owner)
            rest = rest.subtracting(fields)
        }
        if let fields = lastAppliedFields(of: live, shape) { own(kubectlUpdates, fields) }
        if let defaults {
            own(bootstrap, FieldComparison.unchangedFields(of: defaults, in: live, shape).intersection(rest))
        }
        own(beforeFirst, rest)
        return FieldOwners(owners)
    }

    /// The fields in the annotation of `kubectl apply` that still have the values which it gave them, and the annotation.
    static func lastAppliedFields(of live: JSONValue, _ shape: any FieldShape) -> FieldSet? {
        guard let text = live[path: "metadata", "annotations", lastApplied]?.string,
            let last = try? JSONValue(parsing: text.utf8), last.object != nil
        else { return nil }
        var fields = FieldComparison.unchangedFields(of: last, in: live, shape)
        fields.insert([.field("metadata"), .field("annotations"), .field(lastApplied)])
        return fields
    }
}

extension FieldOwner {
    /// Whether others may change its fields without being told of a conflict.
    fileprivate var givesWay: Bool { operation == .update && manager == FieldApply.bootstrap }
}
