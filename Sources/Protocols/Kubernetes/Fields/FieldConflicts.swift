/// Fields that somebody else owns and an apply would change.
package struct FieldConflicts: Error, Sendable {
    /// One field of one owner.
    package struct Conflict: Sendable {
        /// `"name" using apps/v1`.
        package let owner: String
        /// `.spec.replicas`.
        package let path: String
    }

    /// What is in the way of whom.
    let fields: [(owner: FieldOwner, fields: FieldSet)]

    /// In the order of owners and paths.
    package var conflicts: [Conflict] {
        fields.flatMap { owner, fields in
            fields.leaves.paths.map {
                Conflict(owner: owner.conflictText, path: $0.map(\.pathText).joined())
            }
        }
    }

    /// All fields that are in the way.
    var allFields: FieldSet { fields.reduce(FieldSet()) { $0.union($1.fields) } }

    /// `Apply failed with 1 conflict: …`, as Kubernetes says it.
    package var message: String {
        let conflicts = conflicts
        guard conflicts.count != 1 else {
            return "Apply failed with 1 conflict: conflict with \(conflicts[0].owner): \(conflicts[0].path)"
        }
        var lines: [String] = []
        for owner in Set(conflicts.map(\.owner)).sorted() {
            lines.append("conflicts with \(owner):")
            lines += conflicts.filter { $0.owner == owner }.map { "- \($0.path)" }
        }
        return "Apply failed with \(conflicts.count) conflicts: \(lines.joined(separator: "\n"))"
    }
}
