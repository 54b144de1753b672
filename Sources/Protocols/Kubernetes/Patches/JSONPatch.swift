/// A list of operations on a JSON document (RFC 6902).
package struct JSONPatch: Sendable, Hashable {
    /// Reads a patch.
    package init(parsing patch: JSONValue) throws(PatchError) {}

    /// The document after all operations; none is done when one fails.
    package func applied(to document: JSONValue) throws(PatchError) -> JSONValue { document }
}
