/// `FieldsV1`: each step of a path is a member, `.` says that the path which ends here is in the set too.
extension FieldSet {
    /// How deep a set of a stranger may be.
    package static let depthLimit = 80
    /// How many steps a set of a stranger may have.
    package static let countLimit = 200_000

    private static let itself = "."

    /// Reads `FieldsV1`.
    ///
    /// - Throws: ``FieldSetError``.
    package init(json: JSONValue) throws(FieldSetError) {
        var count = 0
        self = try Self.parse(json, depth: 0, &count)
    }

    private static func parse(_ json: JSONValue, depth: Int, _ count: inout Int) throws(FieldSetError) -> FieldSet {
        guard let object = json.object else { throw .noObject }
        guard depth < depthLimit else { throw .tooDeep(limit: depthLimit) }
        var set = FieldSet()
        for member in object where !member.name.hasSameBytes(as: itself) {
            count += 1
            guard count <= countLimit else { throw .tooManyFields(limit: countLimit) }
            guard let content = member.value.object else { throw .noObject }
            let node = Node(
                isMember: content.isEmpty || content.contains(itself),
                below: try parse(member.value, depth: depth + 1, &count)
            )
            let element = try PathElement(parsing: member.name)
            let present = set[element]
            set[element] = Node(
                isMember: present.isMember || node.isMember,
                below: present.below.union(node.below)
            )
        }
        return set
    }

    /// The set as `FieldsV1`, in its order.
    package var json: JSONValue {
        var object = JSONObject()
        for element in elements {
            let node = self[element]
            var content = node.below.json
            if node.isMember, !node.below.isEmpty, let members = content.object {
                content = .object(
                    JSONObject([(Self.itself, JSONValue.object(JSONObject()))] + members.map { ($0.name, $0.value) })
                )
            }
            object[element.fieldsText] = content
        }
        return .object(object)
    }
}
