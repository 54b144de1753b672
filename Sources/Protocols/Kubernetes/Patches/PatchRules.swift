/// How strategic merge patches treat the lists of a kind.
package struct PatchRules: Sendable {
    /// The rules of a built-in kind; nil for kinds that take no strategic merge patches.
    package static func of(_ kind: GroupVersionKind) -> PatchRules? { nil }
}
