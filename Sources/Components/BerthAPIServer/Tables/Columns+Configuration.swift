import Kubernetes

/// Kinds that are custom resources on a cluster have printer columns.
extension Columns {
    private static func condition(_ title: String, _ type: String, _ member: String = "status") -> TableColumn {
        printed(title, ".status.conditions[?(@.type==\"\(type)\")].\(member)")
    }

    private static func transition(of type: String) -> TableColumn {
        printed("Since", ".status.conditions[?(@.type==\"\(type)\")].lastTransitionTime", type: "date")
    }

    static let clusterOperators: [TableColumn] = [
        name, printed("Version", ".status.versions[?(@.name==\"operator\")].version"),
        condition("Available", "Available"), condition("Progressing", "Progressing"),
        condition("Degraded", "Degraded"), transition(of: "Available"),
        made("Message", "Why the operator is in this state.") { object, _ in
            if Cell.isTrue(object, "Degraded") { return Cell.text(Cell.condition(object, "Degraded")?["message"]) }
            if !Cell.isTrue(object, "Available") { return Cell.text(Cell.condition(object, "Available")?["message"]) }
            if Cell.isTrue(object, "Progressing") {
                return Cell.text(Cell.condition(object, "Progressing")?["message"])
            }
            return ""
        },
    ]

    static let clusterVersions: [TableColumn] = [
        name,
        made("Version", "The release that was completed last.") { object, _ in
            let history = object[path: "status", "history"]?.array ?? []
            return Cell.text(history.first { $0["state"]?.string == "Completed" }?["version"])
        },
        condition("Available", "Available"), condition("Progressing", "Progressing"), transition(of: "Progressing"),
        condition("Status", "Progressing", "message"),
    ]

    /// Columns of other configuration kinds that have more than a name and an age.
    static func configuration(group: String, kind: String) -> [TableColumn] {
        switch (group, kind) {
        case ("config.openshift.io", "ClusterOperator"): clusterOperators
        case ("config.openshift.io", "ClusterVersion"): clusterVersions
        case ("console.openshift.io", "ConsoleCLIDownload"):
            [name, printed("Display name", ".spec.displayName"), age]
        case ("console.openshift.io", "ConsoleExternalLogLink"):
            [name, printed("Text", ".spec.text"), printed("HrefTemplate", ".spec.hrefTemplate"), age]
        case ("console.openshift.io", "ConsoleLink"):
            [
                name, printed("Text", ".spec.text"), printed("URL", ".spec.href"),
                printed("Location", ".spec.location"), age,
            ]
        case ("console.openshift.io", "ConsoleNotification"):
            [name, printed("Text", ".spec.text"), printed("Location", ".spec.location"), age]
        default: plain
        }
    }
}
