/// The namespaces that a user may `get`: what its list of projects shows.
package struct VisibleNamespaces: Sendable, Hashable {
    private let isEverything: Bool
    private let names: Set<String>

    /// All of them, or those named.
    init(isEverything: Bool = false, names: Set<String> = []) {
        (self.isEverything, self.names) = (isEverything, names)
    }

    /// Whether the namespace is one of them.
    package func contains(_ namespace: String) -> Bool { isEverything || names.contains(namespace) }
}
