/// Selects objects by some of their fields.
package struct FieldSelector: Sendable, Hashable {
    package static let everything = FieldSelector()

    private init() {}
}
