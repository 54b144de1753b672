import Kubernetes

/// How a client wants objects: whole, as a table, or their metadata only.
///
/// https://kubernetes.io/docs/reference/using-api/api-concepts/#receiving-resources-as-tables
enum ResponseForm: Sendable, Hashable {
    /// What a table's rows carry beside their cells.
    enum RowObject: String, Sendable { case none = "None", metadata = "Metadata", object = "Object" }

    case object
    case table(version: String, rows: RowObject)
    case partial(version: String)

    private static let served = ["application/json", "application/*", "*/*", "application/yaml"]
    private static let protobuf = "application/vnd.kubernetes.protobuf"

    /// The best form that `accept` asks for and the server has; JSON objects when nothing is asked for.
    ///
    /// Who takes protobuf gets JSON too: clients read an answer as what it says it is.
    /// - Throws: `Status` 400 for an unknown `includeObject`, 406 when nothing of what is asked for is there.
    init(accept: String?, includeObject: String?) throws(Status) {
        self = .object
        let ranges = Self.ranges(accept ?? "")
        for range in ranges where Self.served.contains(range.type) {
            guard let form = range.parameters["as"] else { return }
            guard range.parameters["g"] == "meta.k8s.io", let version = range.parameters["v"],
                version == "v1" || version == "v1beta1"
            else { continue }
            switch form {
            case "Table":
                guard let rows = RowObject(rawValue: includeObject ?? "Metadata") else {
                    throw .badRequest("unrecognized includeObject value: only None, Metadata and Object are known")
                }
                self = .table(version: version, rows: rows)
                return
            case "PartialObjectMetadata", "PartialObjectMetadataList":
                self = .partial(version: version)
                return
            default: continue
            }
        }
        let isRaw = ranges.contains { $0.type == Self.protobuf && $0.parameters["as"] == nil }
        guard ranges.isEmpty || isRaw else { throw .notAcceptable }
    }

    /// Refuses who takes no JSON, in whatever form.
    ///
    /// - Throws: `Status` 406.
    static func requireJSON(accept: String?) throws(Status) {
        let ranges = ranges(accept ?? "")
        guard ranges.isEmpty || ranges.contains(where: { (served + [protobuf]).contains($0.type) }) else {
            throw .notAcceptable
        }
    }

    /// Whether YAML comes before JSON among what a client takes.
    static func prefersYAML(accept: String) -> Bool {
        ranges(accept).first { range in
            ["application/json", "application/*", "*/*", "application/yaml"].contains(range.type)
        }?.type == "application/yaml"
    }

    /// The `Content-Type` of a watch or an answer in this form.
    var contentType: String { "application/json" }

    private struct Range {
        let type: String
        let parameters: [String: String]
        let quality: Double
    }

    /// Media ranges, best first; at most 32 of them are read, and none that says nothing.
    private static func ranges(_ accept: String) -> [Range] {
        let ranges = accept.split(separator: ",").prefix(32).map { text -> Range in
            let parts = text.split(separator: ";").map { $0.trimmed }
            var parameters: [String: String] = [:]
            for part in parts.dropFirst() {
                guard let equals = part.firstIndex(of: "=") else { continue }
                parameters[part[..<equals].trimmed.lowercased()] = part[part.index(after: equals)...].trimmed
            }
            return Range(
                type: (parts.first ?? "").lowercased(),
                parameters: parameters,
                quality: parameters["q"].flatMap(Double.init) ?? 1
            )
        }
        return ranges.enumerated()
            .sorted { ($1.element.quality, $0.offset) < ($0.element.quality, $1.offset) }
            .map(\.element)
            .filter { $0.quality > 0 && !$0.type.isEmpty }
    }
}

extension Substring {
    /// Without spaces and tabs at both ends.
    var trimmed: String {
        var text = self
        while let first = text.first, first == " " || first == "\t" { text = text.dropFirst() }
        while let last = text.last, last == " " || last == "\t" { text = text.dropLast() }
        return String(text)
    }
}
