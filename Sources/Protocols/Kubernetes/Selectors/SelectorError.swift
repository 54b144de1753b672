/// Why a selector was refused; the description is the field's own wording, fit for the message of a 400.
package struct SelectorError: Error, Sendable, Hashable, CustomStringConvertible {
    package let description: String

    init(_ description: String) { self.description = description }
}
