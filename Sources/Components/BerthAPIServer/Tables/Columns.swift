import Kubernetes

/// The columns of `kubectl get` for each kind (reference section 5), under the real server's names and priorities.
package enum Columns {
    /// `Name`, marked as the name column.
    package static let name = TableColumn(
        "Name",
        format: "name",
        description: "Name must be unique within a namespace."
    ) { object, _ in .string(object.name) }

    /// `Age`: how long ago the object was created.
    package static let age = TableColumn(
        "Age",
        description: "How long ago the object was created."
    ) { object, now in .string(Cell.age(object.creationTimestamp, now)) }

    /// `Created At`: the time itself, which clients show as it is.
    static let createdAt = TableColumn("Created At", description: "When the object was created.") { object, _ in
        .string(object.creationTimestamp ?? "<unknown>")
    }

    /// What a kind without columns of its own shows.
    package static let plain = [name, age]

    /// The text at a path; `absent` where there is none.
    static func text(
        _ title: String,
        _ path: String...,
        absent: String = "",
        wide: Bool = false,
        description: String = ""
    ) -> TableColumn {
        TableColumn(title, description: description, priority: wide ? 1 : 0) { object, _ in
            .string(Cell.text(object.value(at: path), absent: absent))
        }
    }

    /// The whole number at a path; 0 where there is none.
    static func count(_ title: String, _ path: String..., wide: Bool = false, description: String = "") -> TableColumn {
        TableColumn(title, type: "integer", description: description, priority: wide ? 1 : 0) { object, _ in
            .integer(object.value(at: path)?.integer ?? 0)
        }
    }

    /// A text made from the object.
    static func made(
        _ title: String,
        wide: Bool = false,
        _ description: String = "",
        _ text: @escaping @Sendable (_ object: JSONValue, _ now: Double) -> String
    ) -> TableColumn {
        TableColumn(title, description: description, priority: wide ? 1 : 0) { .string(text($0, $1)) }
    }

    /// How long ago the time at a path was.
    static func since(_ title: String, _ path: String..., absent: String = "<unknown>") -> TableColumn {
        TableColumn(title) { object, now in
            .string(Cell.age(object.value(at: path)?.string, now, absent: absent))
        }
    }

    /// The number of members of the objects or arrays at the paths.
    ///
    /// Declared as a string and filled with a number, as the real server does.
    static func members(_ title: String, _ paths: [String]..., description: String = "") -> TableColumn {
        TableColumn(title, description: description) { object, _ in
            let count = paths.reduce(0) { sum, path in
                let value = object.value(at: path)
                return sum + (value?.object?.count ?? value?.array?.count ?? 0)
            }
            return .integer(Int64(count))
        }
    }

    /// A printer column of a custom resource (`apiextensions.k8s.io/v1 CustomResourceColumnDefinition`).
    package static func printed(
        _ title: String,
        type: String = "string",
        format: String = "",
        description: String = "",
        priority: Int = 0,
        _ path: JSONPath
    ) -> TableColumn {
        TableColumn(
            title,
            type: type,
            format: format,
            description: description,
            priority: priority
        ) { object, now in Cell.printed(path.values(in: object), type: type, now) }
    }

    /// A printer column whose path is known to be right.
    static func printed(_ title: String, _ path: String, type: String = "string", wide: Bool = false) -> TableColumn {
        guard let path = try? JSONPath(parsing: path) else { return TableColumn(title) { _, _ in .null } }
        return printed(title, type: type, priority: wide ? 1 : 0, path)
    }
}
