import Kubernetes

/// A patch, read by its `Content-Type` only (reliability A5), that can be applied again and again.
enum PatchDocument: Sendable {
    case json(JSONPatch)
    case merge(JSONValue)
    case strategic(JSONValue, PatchRules)

    private static let jsonType = "application/json-patch+json"
    private static let mergeType = "application/merge-patch+json"
    private static let strategicType = "application/strategic-merge-patch+json"

    /// - Returns: The patch, and the paths of members that came twice in it.
    /// - Throws: `Status` 400, 415 with the types that the kind takes.
    static func read(
        _ content: RequestContent,
        gvk: GroupVersionKind,
        isCustom: Bool,
        keepsOwners: Bool = false
    ) throws(Status) -> (patch: PatchDocument, duplicates: [String]) {
        let rules = isCustom ? nil : PatchRules.of(gvk)
        switch (content.mediaType, rules) {
        case (jsonType, _):
            let (value, duplicates) = try content.json()
            do {
                return (.json(try JSONPatch(parsing: value)), duplicates)
            } catch {
                throw .badRequest("error decoding patch: \(error)")
            }
        case (mergeType, _):
            let (value, duplicates) = try object(content)
            return (.merge(value), duplicates)
        case (strategicType, let rules?):
            let (value, duplicates) = try object(content)
            return (.strategic(value, rules), duplicates)
        default:
            throw .unsupportedMediaType(
                accepted: [jsonType, mergeType] + (rules == nil ? [] : [strategicType])
                    + (keepsOwners ? [ApplyConfiguration.mediaType] : [])
            )
        }
    }

    private static func object(_ content: RequestContent) throws(Status) -> (JSONValue, [String]) {
        let (value, duplicates) = try content.json()
        guard value.object != nil else { throw .badRequest("error decoding patch: it is no object") }
        return (value, duplicates)
    }

    /// The patched object.
    ///
    /// - Throws: `Status` 400, 422.
    func applied(to object: JSONValue, _ kind: GroupVersionKind, name: String) throws(Status) -> JSONValue {
        do {
            switch self {
            case .json(let patch): return try patch.applied(to: object)
            case .merge(let patch): return try MergePatch.apply(patch, to: object)
            case .strategic(let patch, let rules):
                return try StrategicMergePatch.apply(patch, to: object, rules: rules)
            }
        } catch {
            throw Status(
                code: 422,
                reason: "Invalid",
                message: "the server rejected our request due to an error in our request: \(error)",
                name: name,
                kind: kind.kind,
                group: kind.group,
                // what clients print of an Invalid are its causes
                causes: [Status.Cause(reason: "UnexpectedServerResponse", message: "\(error)", field: "patch")]
            )
        }
    }
}
