/// Who owns which fields, and since when: an entry of `metadata.managedFields` (`meta/v1 ManagedFieldsEntry`).
package struct FieldOwner: Sendable, Hashable {
    /// How a manager came to own fields.
    package enum Operation: String, Sendable, Hashable { case apply = "Apply", update = "Update" }

    /// What tells an owner from the others: who applies has one entry whatever the version.
    package struct Identity: Sendable, Hashable {
        package let manager: String
        package let operation: Operation
        package let apiVersion: String
        package let subresource: String
    }

    package var manager: String
    package var operation: Operation
    /// The version whose fields are meant.
    package var apiVersion: String
    /// RFC 3339; empty when unknown.
    package var time: String
    /// Empty for the object itself.
    package var subresource: String
    package var fields: FieldSet

    package init(
        manager: String,
        operation: Operation,
        apiVersion: String,
        time: String,
        subresource: String = "",
        fields: FieldSet = FieldSet()
    ) {
        (self.manager, self.operation, self.apiVersion) = (manager, operation, apiVersion)
        (self.time, self.subresource, self.fields) = (time, subresource, fields)
    }

    package var identity: Identity {
        Identity(
            manager: manager,
            operation: operation,
            apiVersion: operation == .apply ? "" : apiVersion,
            subresource: subresource
        )
    }

    /// Reads an entry; nil when it is malformed.
    init?(json: JSONValue) {
        guard let operation = json["operation"]?.string.flatMap(Operation.init), let manager = json["manager"]?.string,
            let apiVersion = json["apiVersion"]?.string, !apiVersion.isEmpty, json["fieldsType"] == "FieldsV1"
        else { return nil }
        let fields = json["fieldsV1"].flatMap { $0.isNull ? nil : $0 } ?? [:]
        guard let set = try? FieldSet(json: fields) else { return nil }
        self.init(
            manager: manager,
            operation: operation,
            apiVersion: apiVersion,
            time: json["time"]?.string ?? "",
            subresource: json["subresource"]?.string ?? "",
            fields: set
        )
    }

    var json: JSONValue {
        var object = JSONObject()
        object["manager"] = .string(manager)
        object["operation"] = .string(operation.rawValue)
        object["apiVersion"] = .string(apiVersion)
        if !time.isEmpty { object["time"] = .string(time) }
        object["fieldsType"] = "FieldsV1"
        object["fieldsV1"] = fields.json
        if !subresource.isEmpty { object["subresource"] = .string(subresource) }
        return .object(object)
    }

    /// The owner as messages about conflicts name it.
    var conflictText: String {
        var text = JSONValue.string(manager).serialized()
        if !subresource.isEmpty { text += " with subresource \(JSONValue.string(subresource).serialized())" }
        return operation == .update ? "\(text) using \(apiVersion)" : text
    }
}
