package import Kubernetes

/// A column of `kubectl get`: `meta/v1 TableColumnDefinition` and how its cell is made.
package struct TableColumn: Sendable {
    package let name: String
    /// `string`, `integer`, `number`, `boolean`, `date`.
    package let type: String
    /// `name` marks the name column.
    package let format: String
    package let description: String
    /// 1 and more only with `-o wide`.
    package let priority: Int
    /// The cell of an object; `now` in seconds since 1970, for ages.
    package let cell: @Sendable (_ object: JSONValue, _ now: Double) -> JSONValue

    package init(
        _ name: String,
        type: String = "string",
        format: String = "",
        description: String = "",
        priority: Int = 0,
        cell: @escaping @Sendable (_ object: JSONValue, _ now: Double) -> JSONValue
    ) {
        (self.name, self.type, self.format, self.description) = (name, type, format, description)
        (self.priority, self.cell) = (priority, cell)
    }
}
