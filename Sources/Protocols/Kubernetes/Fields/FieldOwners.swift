/// The owners of an object's fields: `metadata.managedFields`, and what writes make of them.
///
/// https://kubernetes.io/docs/reference/using-api/server-side-apply/#field-management
package struct FieldOwners: Sendable, Hashable {
    package private(set) var owners: [FieldOwner]

    /// How many entries updates may have before the oldest of them are put together.
    private static let updateLimit = 10
    /// How many entries a stranger may send.
    private static let entryLimit = 1_000
    private static let ancient = "ancient-changes"

    package init(_ owners: [FieldOwner] = []) {
        self.owners = []
        for owner in owners { self[owner.identity] = owner }
    }

    /// Reads `metadata.managedFields`; nil when an entry is malformed.
    package init?(json: JSONValue?) {
        guard let json, !json.isNull else {
            self.init()
            return
        }
        guard let entries = json.array, entries.count <= Self.entryLimit else { return nil }
        var owners: [FieldOwner] = []
        for entry in entries {
            guard let owner = FieldOwner(json: entry) else { return nil }
            owners.append(owner)
        }
        self.init(owners)
    }

    /// `metadata.managedFields` in its order; nil when nobody owns anything.
    package var json: JSONValue? { owners.isEmpty ? nil : .array(sorted.map(\.json)) }

    package var isEmpty: Bool { owners.isEmpty }

    /// Whether both say the same, but for times.
    package func isSame(as other: FieldOwners) -> Bool {
        func timeless(_ owners: FieldOwners) -> [FieldOwner.Identity: FieldOwner] {
            var result: [FieldOwner.Identity: FieldOwner] = [:]
            for var owner in owners.owners {
                owner.time = ""
                result[owner.identity] = owner
            }
            return result
        }
        return timeless(self) == timeless(other)
    }

    /// The owner of an identity: one without fields is none, two of one identity become one.
    subscript(identity: FieldOwner.Identity) -> FieldOwner? {
        get { owners.first { $0.identity == identity } }
        set {
            let index = owners.firstIndex { $0.identity == identity }
            let owner = newValue.flatMap { $0.fields.isEmpty ? nil : $0 }
            switch (index, owner) {
            case (let index?, let owner?): owners[index] = owner
            case (let index?, nil): owners.remove(at: index)
            case (nil, let owner?): owners.append(owner)
            case (nil, nil): break
            }
        }
    }

    /// Takes fields from all but one.
    mutating func take(_ fields: FieldSet, exceptFrom identity: FieldOwner.Identity) {
        guard !fields.isEmpty else { return }
        owners = owners.compactMap { owner in
            guard owner.identity != identity else { return owner }
            var owner = owner
            owner.fields = owner.fields.subtracting(fields)
            return owner.fields.isEmpty ? nil : owner
        }
    }

    /// All that anyone owns.
    var allFields: FieldSet { owners.reduce(FieldSet()) { $0.union($1.fields) } }

    /// What a write that is no apply does: who wrote owns what he changed, others lose it.
    ///
    /// `writer` has the time, and no fields.
    package func updated(
        from old: JSONValue,
        to new: JSONValue,
        by writer: FieldOwner,
        _ shape: any FieldShape
    ) -> FieldOwners {
        let comparison = FieldComparison(of: old, with: new, shape)
        let touched = comparison.touched.withoutIdentity
        let removed = comparison.removed
        guard !touched.isEmpty || !removed.isEmpty else { return self }
        var result = self
        result.take(touched.union(removed), exceptFrom: writer.identity)
        var writer = writer
        if let present = self[writer.identity] {
            writer.fields = present.fields.subtracting(removed).union(touched)
            if touched.isEmpty { writer.time = present.time }
        } else {
            writer.fields = touched
        }
        result[writer.identity] = writer
        return result.capped()
    }

    /// Puts the oldest updates together when there are many.
    private func capped() -> FieldOwners {
        let updates = sorted.filter { $0.operation == .update && $0.subresource.isEmpty }
        guard updates.count > Self.updateLimit else { return self }
        var result = self
        for owner in updates.prefix(updates.count - Self.updateLimit + 1) {
            result[owner.identity] = nil
            var merged = owner
            merged.manager = Self.ancient
            if let present = result[merged.identity] { merged.fields = merged.fields.union(present.fields) }
            result[merged.identity] = merged
        }
        return result
    }

    /// Appliers before updaters, older ones first.
    private var sorted: [FieldOwner] {
        owners.sorted { one, other in
            for (one, other) in [
                (one.operation.rawValue, other.operation.rawValue), (one.time, other.time),
                (one.manager, other.manager), (one.apiVersion, other.apiVersion),
            ] where !one.hasSameBytes(as: other) {
                return one.hasBytesBefore(other)
            }
            return one.subresource.hasBytesBefore(other.subresource)
        }
    }
}

extension FieldSet {
    /// The paths without those that say which object it is and what the server keeps: nobody owns them.
    package var withoutIdentity: FieldSet {
        var result = self
        for name in ["apiVersion", "kind"] { result.remove([.field(name)], isDeep: true) }
        result.remove([.field("metadata")])
        for name in Self.identityNames { result.remove([.field("metadata"), .field(name)], isDeep: true) }
        return result
    }

    static let identityNames = [
        "name", "namespace", "uid", "creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds",
        "generation", "resourceVersion", "selfLink", "managedFields", "clusterName",
    ]
}
