import Kubernetes

/// Columns that several views have.
enum ViewColumns {
    static let name = TableColumn("Name", format: "name", description: "Name must be unique within a namespace.") {
        object,
        _ in .string(object.name)
    }

    /// A column of one string.
    static func text(_ title: String, priority: Int = 0, _ path: String...) -> TableColumn {
        TableColumn(title, priority: priority) { object, _ in .string(object.value(at: path)?.string ?? "") }
    }
}
