/// Whose rights may have changed, and where.
struct RightsChange: Sendable, Hashable {
    /// nil when the change reaches into every namespace.
    var namespace: String?
    /// nil for everybody.
    var subjects: Set<RBACSubject>?
    /// Whether somebody may have lost something; rights only add up, so a new binding takes nothing away.
    var isLoss = true

    /// Anything may be different, as after a gap in what was seen.
    static let everything = RightsChange()

    /// Somebody's credentials, or what they stand for, changed or are gone.
    static func identity(_ subjects: Set<RBACSubject>) -> RightsChange { RightsChange(subjects: subjects) }

    /// What may be left to somebody who was one of `before` and is none of `after`, or the reverse.
    ///
    /// nil when both are the same.
    static func between<Member: Hashable>(
        _ before: Set<Member>,
        _ after: Set<Member>,
        namespace: String? = nil,
        subject: (Member) -> RBACSubject
    ) -> RightsChange? {
        let different = before.symmetricDifference(after)
        guard !different.isEmpty else { return nil }
        return RightsChange(
            namespace: namespace,
            subjects: Set(different.map(subject)),
            isLoss: !before.isSubset(of: after)
        )
    }
}
