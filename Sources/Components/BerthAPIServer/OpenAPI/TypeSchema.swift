/// A type of the API: what `explain` shows and strict decoding knows.
struct TypeSchema: Sendable {
    struct Field: Sendable {
        let name: String
        let type: FieldType
        var description = ""
        var isRequired = false
        /// Which member tells elements of a list apart; empty for lists of scalars.
        var mergeKey: String?
        /// `merge`, `merge,retainKeys`, …; nil replaces as a whole.
        var patchStrategy: String?
    }

    /// `io.k8s.api.core.v1.Pod`.
    let name: String
    /// The name by which fields of other types say it.
    let alias: String
    var description: String
    /// Has apiVersion, kind and metadata, and a place in a path.
    let isKind: Bool
    var fields: [Field]

    func field(_ name: String) -> Field? { fields.first { $0.name.utf8.elementsEqual(name.utf8) } }
}
