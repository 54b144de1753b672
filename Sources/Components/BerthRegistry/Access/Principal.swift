/// Who sends a request, as far as an access controller has verified it.
package struct Principal: Sendable, Hashable {
    /// `nil` for nobody.
    package let name: String?

    private init(name: String?) {
        self.name = name
    }

    package static let anonymous = Principal(name: nil)

    /// Somebody whose credentials were checked.
    package static func verified(_ name: String) -> Principal {
        Principal(name: name)
    }
}
