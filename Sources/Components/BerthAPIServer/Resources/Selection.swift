import Kubernetes

/// Both selectors of a list or watch, tried on objects.
struct Selection: Sendable {
    let labels: LabelSelector
    let fields: FieldSelector

    private let kind: ResourceKind

    init(_ options: ListOptions, _ kind: ResourceKind) {
        (labels, fields, self.kind) = (options.labels, options.fields, kind)
    }

    /// Whether everything is selected: then nothing needs to be parsed.
    var isEverything: Bool { labels.isEverything && fields.isEverything }

    /// The one name that is selected, if only one can be.
    var name: String? {
        fields.exactValue(of: "metadata.name")
    }

    /// Whether nothing but one name is selected: the key tells.
    var isOfName: Bool { name != nil && fields.requirements.count == 1 && labels.isEverything }

    func matches(_ object: JSONValue) -> Bool {
        labels.matches(object) && fields.matches { kind.fieldText(of: object, at: $0) }
    }

    /// Refuses fields that a kind does not offer.
    ///
    /// - Throws: `Status` 400.
    func validate() throws(Status) {
        let known = ["metadata.name", "metadata.namespace"] + kind.selectableFields
        for requirement in fields.requirements where !known.contains(requirement.path) {
            throw .badRequest(
                kind.selectableFields.isEmpty
                    ? "\"\(requirement.path)\" is not a known field selector: only \"metadata.name\", "
                        + "\"metadata.namespace\""
                    : "field label not supported: \(requirement.path)"
            )
        }
    }
}
