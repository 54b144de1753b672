import Kubernetes

/// The rows and columns of `kubectl get` (reference 4.1).
struct ObjectTable: Sendable {
    let kind: ResourceKind
    let version: String
    let rows: ResponseForm.RowObject
    let now: Double

    /// A table of objects; later events of a watch have no columns.
    func json(
        _ objects: [JSONValue],
        resourceVersion: String,
        continuation: String = "",
        remaining: Int? = nil,
        hasColumns: Bool = true
    ) -> JSONValue {
        var metadata = JSONObject()
        metadata["resourceVersion"] = .string(resourceVersion)
        if !continuation.isEmpty { metadata["continue"] = .string(continuation) }
        if let remaining { metadata["remainingItemCount"] = .integer(Int64(remaining)) }
        let columns = columns
        return [
            "kind": "Table",
            "apiVersion": .string("meta.k8s.io/\(version)"),
            "metadata": .object(metadata),
            "columnDefinitions": .array(hasColumns ? columns.map(definition) : []),
            "rows": .array(objects.map { row($0, columns) }),
        ]
    }

    private func row(_ object: JSONValue, _ columns: [TableColumn]) -> JSONValue {
        let shown: JSONValue =
            switch rows {
            case .none: .null
            case .metadata: object.partial(version: version)
            case .object: object
            }
        return ["cells": .array(columns.map { $0.cell(object, now) }), "object": shown]
    }

    private func definition(_ column: TableColumn) -> JSONValue {
        [
            "name": .string(column.name), "type": .string(column.type), "format": .string(column.format),
            "description": .string(column.description), "priority": .integer(Int64(column.priority)),
        ]
    }

    private var columns: [TableColumn] { kind.columns.isEmpty ? Self.plain : kind.columns }

    /// The columns of a kind that names none.
    private static let plain = [
        TableColumn(
            "Name",
            format: "name",
            description: "Name must be unique within a namespace. Is required when creating resources, although some "
                + "resources may allow a client to request the generation of an appropriate name automatically.",
            cell: { object, _ in .string(object.name) }
        ),
        TableColumn(
            "Age",
            description: "CreationTimestamp is a timestamp representing the server time when this object was created.",
            cell: { object, now in
                guard let text = object.creationTimestamp, let created = RFC3339.seconds(parsing: text) else {
                    return "<unknown>"
                }
                return .string(HumanDuration.text(seconds: max(now - created, 0)))
            }
        ),
    ]
}

extension JSONValue {
    /// The object's metadata only: `meta.k8s.io PartialObjectMetadata`.
    func partial(version: String) -> JSONValue {
        [
            "kind": "PartialObjectMetadata", "apiVersion": .string("meta.k8s.io/\(version)"),
            "metadata": self["metadata"] ?? [:],
        ]
    }
}
