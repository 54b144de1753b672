/// Strategic merge patch: a merge patch that knows which lists are maps by one of their members.
package enum StrategicMergePatch {
    /// The document after the patch.
    package static func apply(
        _ patch: JSONValue,
        to document: JSONValue,
        rules: PatchRules
    ) throws(PatchError) -> JSONValue { document }
}
