/// Why a document was not taken.
package enum XMLError: Error, Hashable, Sendable {
    case malformed
    /// A document type declaration, a processing instruction or an entity that is not one of the five.
    case forbidden
    case tooLarge
    case tooDeep
}
