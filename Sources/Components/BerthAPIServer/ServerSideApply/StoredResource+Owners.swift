import Kubernetes

extension StoredResource {
    private static let path = ["metadata", "managedFields"]
    /// Who the server itself is where it changes what clients own.
    private static let ownName = "apiserver"

    private func writer(_ scope: WriteScope, subresource: String?) -> FieldOwner {
        FieldOwner(
            manager: scope.options.writer.isEmpty ? Self.ownName : scope.options.writer,
            operation: .update,
            apiVersion: kind.gvk.apiVersion,
            time: timestamp(),
            subresource: subresource ?? ""
        )
    }

    /// Notes whose the fields of a new object are, when it comes with managedFields: its owners are kept from then on.
    ///
    /// What the object has is its creator's, whoever owned it where it was read; a list that says nothing, or cannot be
    /// read, falls away.
    func noteCreator(_ object: inout JSONValue, _ scope: WriteScope) {
        guard !scope.options.isApply, let given = object.value(at: Self.path) else { return }
        object.set(nil, at: Self.path)
        guard let owners = FieldOwners(json: given), !owners.isEmpty else { return }
        var desired = object
        if kind.subresources.contains(where: { $0.name == "status" }) { desired.set(nil, at: ["status"]) }
        let noted = owners.updated(from: [:], to: desired, by: writer(scope, subresource: nil), kind.fieldShape)
        object.set(noted.json, at: Self.path)
    }

    /// Notes in `managedFields` whose the fields are after an update.
    ///
    /// An object that nobody has applied has none, and costs nothing here. `object` is the new state, complete; `given` the
    /// managedFields that came with it: an apply's, or a client's own.
    func noteOwners(
        _ object: inout JSONValue,
        given: JSONValue?,
        old: JSONValue,
        subresource: String?,
        _ scope: WriteScope
    ) {
        let present = old.value(at: Self.path)
        object.set(nil, at: Self.path)
        let given = given.flatMap { $0.array?.isEmpty ?? true ? nil : $0 }
        guard present != nil || given != nil else { return }
        var before = old
        before.set(nil, at: Self.path)
        let presentOwners = FieldOwners(json: present) ?? FieldOwners()
        let owners: FieldOwners
        if scope.options.isApply {
            owners = FieldOwners(json: given) ?? FieldOwners()
        } else if subresource == nil, given == [[:]] {
            // A client that wants to begin anew.
            owners = FieldOwners()
        } else {
            let base = subresource == nil ? given.flatMap { FieldOwners(json: $0) } : nil
            let writer = writer(scope, subresource: scope.options.writtenSubresource ?? subresource)
            owners = (base ?? presentOwners).updated(from: before, to: object, by: writer, kind.fieldShape)
        }
        let isUnchanged = owners.isSame(as: presentOwners) && object == before
        object.set(isUnchanged ? present : owners.json, at: Self.path)
    }
}
