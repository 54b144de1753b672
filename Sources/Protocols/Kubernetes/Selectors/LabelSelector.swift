/// Selects objects by their labels.
package struct LabelSelector: Sendable, Hashable {
    package static let everything = LabelSelector()

    private init() {}
}
