import Kubernetes

/// What the status of a custom resource definition says.
enum DefinitionStatus {
    /// A name that something else has.
    struct Conflict: Sendable, Hashable {
        /// `PluralConflict` or `KindConflict`.
        let reason: String
        let name: String
    }

    /// The definition with its conditions and accepted names; equal when nothing changes.
    static func applied(to definition: JSONValue, conflict: Conflict?, time: String) -> JSONValue {
        var changed = definition
        if let conflict {
            set(&changed, "NamesAccepted", "False", conflict.reason, "\"\(conflict.name)\" is already in use", time)
            if !Cell.isTrue(definition, "Established") {
                set(&changed, "Established", "False", "NotAccepted", "not all names are accepted", time)
            }
            return changed
        }
        set(&changed, "NamesAccepted", "True", "NoConflicts", "no conflicts found", time)
        set(
            &changed,
            "Established",
            "True",
            "InitialNamesAccepted",
            "the initial names have been accepted",
            time
        )
        if let names = definition[path: "spec", "names"] { changed.set(names, at: ["status", "acceptedNames"]) }
        return changed
    }

    private static func set(
        _ definition: inout JSONValue,
        _ type: String,
        _ status: String,
        _ reason: String,
        _ message: String,
        _ time: String
    ) {
        var conditions = definition[path: "status", "conditions"]?.array ?? []
        let index = conditions.firstIndex { $0["type"]?.string == type }
        var condition: JSONValue = index.map { conditions[$0] } ?? ["type": .string(type)]
        if condition["status"]?.string == status, condition["reason"]?.string == reason { return }
        if condition["status"]?.string != status { condition.set(.string(time), at: ["lastTransitionTime"]) }
        condition.set(.string(status), at: ["status"])
        condition.set(.string(reason), at: ["reason"])
        condition.set(.string(message), at: ["message"])
        if let index { conditions[index] = condition } else { conditions.append(condition) }
        definition.set(.array(conditions), at: ["status", "conditions"])
    }
}
