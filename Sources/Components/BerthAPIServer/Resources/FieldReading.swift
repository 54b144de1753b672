import Kubernetes

/// How a field is read that selectors know by another name, or that has a value when it is absent.
struct FieldReading: Sendable {
    /// Where it stands; the first place that holds something counts.
    var paths: [String]
    /// What an absent one counts as.
    var absent = ""
}

extension ResourceKind {
    /// A field of an object as selectors compare it.
    func fieldText(of object: JSONValue, at path: String) -> String {
        let reading = fieldReadings[path] ?? FieldReading(paths: [path])
        let found = reading.paths.lazy.map { FieldSelector.text(of: object, at: $0) }.first { !$0.isEmpty }
        return found ?? reading.absent
    }

    /// Makes a field selectable that counts as `absent` where it is not given.
    mutating func select(_ field: String, from paths: String..., absent: String = "") {
        selectableFields.append(field)
        fieldReadings[field] = FieldReading(paths: paths.isEmpty ? [field] : paths, absent: absent)
    }
}
