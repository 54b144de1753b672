import BerthHTTP
import Kubernetes

/// The options of `meta/v1` that come in the query.
struct QueryOptions: Sendable {
    let target: RequestTarget

    /// What a list, watch or deletion of a collection selects.
    ///
    /// - Throws: `Status` 400 for what cannot be read.
    func list() throws(Status) -> ListOptions {
        var options = ListOptions()
        if let text = target.queryValue("labelSelector"), !text.isEmpty {
            do {
                options.labels = try LabelSelector(parsing: text)
            } catch {
                throw .badRequest("\(error)")
            }
        }
        if let text = target.queryValue("fieldSelector"), !text.isEmpty {
            do {
                options.fields = try FieldSelector(parsing: text)
            } catch {
                throw .badRequest("\(error)")
            }
        }
        _ = try integer("timeoutSeconds")
        options.limit = try integer("limit").flatMap { $0 > 0 ? Int(clamping: $0) : nil }
        options.continuation = value("continue")
        options.resourceVersion = value("resourceVersion")
        options.resourceVersionMatch = value("resourceVersionMatch")
        return options
    }

    /// The options of a write.
    ///
    /// - Throws: `Status` 400, 422.
    func write(verb: String = "create", userAgent: String = "") throws(Status) -> WriteOptions {
        var options = WriteOptions()
        let dryRun = target.query.filter { $0.name == "dryRun" }.map { $0.value ?? "" }
        options.isDryRun = try Self.isDryRun(dryRun)
        options.fieldManager = try fieldManager(verb)
        options.writer = options.fieldManager.isEmpty ? Self.name(ofAgent: userAgent) : options.fieldManager
        if let text = value("fieldValidation") {
            guard let validation = WriteOptions.FieldValidation(rawValue: text) else {
                throw .invalid(
                    GroupVersionKind(group: "meta.k8s.io", version: "v1", kind: "CreateOptions"),
                    name: "",
                    [
                        .init(
                            reason: "FieldValueNotSupported",
                            message: "Unsupported value: \"\(text)\": supported values: \"\", \"Ignore\", \"Strict\", "
                                + "\"Warn\"",
                            field: "fieldValidation"
                        )
                    ]
                )
            }
            options.fieldValidation = validation
        }
        return options
    }

    /// The options of a deletion: the body's, if there is one, else the query's.
    ///
    /// - Throws: `Status` 400, 422.
    func delete(_ body: JSONValue?) throws(Status) -> DeleteOptions {
        var options = DeleteOptions()
        options.isDryRun = try write().isDryRun
        var propagation = value("propagationPolicy")
        var orphans = value("orphanDependents").map { $0 == "true" || $0 == "1" }
        options.gracePeriodSeconds = try integer("gracePeriodSeconds")
        if let body {
            guard body.object != nil else { throw .badRequest("the body of a deletion is no DeleteOptions") }
            if !body.kind.isEmpty, body.kind != "DeleteOptions" {
                throw .badRequest("\(body.kind) in version \"\(body.apiVersion)\" cannot be handled as a DeleteOptions")
            }
            if try Self.isDryRun(body["dryRun"]?.strings ?? []) { options.isDryRun = true }
            propagation = body["propagationPolicy"]?.string ?? propagation
            orphans = body["orphanDependents"]?.bool ?? orphans
            options.gracePeriodSeconds = body["gracePeriodSeconds"]?.integer ?? options.gracePeriodSeconds
            options.uid = body["preconditions"]?["uid"]?.string
            options.resourceVersion = body["preconditions"]?["resourceVersion"]?.string
        }
        guard propagation == nil || orphans == nil else {
            throw Self.invalidDeletion(
                .invalid(
                    "propagationPolicy",
                    propagation ?? "",
                    "orphanDependents and deletionPropagation cannot be both set"
                )
            )
        }
        if let propagation, !propagation.isEmpty {
            guard let known = DeleteOptions.Propagation(rawValue: propagation) else {
                throw Self.invalidDeletion(
                    .notSupported(
                        "propagationPolicy",
                        String(propagation.prefix(64)),
                        ["\"Foreground\"", "\"Background\"", "\"Orphan\"", "\"nil\""]
                    )
                )
            }
            options.propagation = known
        } else if let orphans {
            options.propagation = orphans ? .orphan : .background
        }
        return options
    }

    /// A number of the query.
    ///
    /// - Throws: `Status` 400.
    func integer(_ name: String) throws(Status) -> Int64? {
        guard let text = value(name) else { return nil }
        guard let number = Int64(text) else {
            throw .badRequest("invalid value of the query parameter \(name): \"\(text.prefix(64))\"")
        }
        return number
    }

    /// A value that is there and not empty.
    func value(_ name: String) -> String? {
        target.queryValue(name).flatMap { $0.isEmpty ? nil : $0 }
    }

    private static func isDryRun(_ values: [String]) throws(Status) -> Bool {
        guard let unknown = values.first(where: { $0 != "All" }) else { return !values.isEmpty }
        throw .invalid(
            GroupVersionKind(group: "meta.k8s.io", version: "v1", kind: "CreateOptions"),
            name: "",
            [
                .init(
                    reason: "FieldValueNotSupported",
                    message: "Unsupported value: \"\(unknown.prefix(64))\": supported values: \"All\"",
                    field: "dryRun"
                )
            ]
        )
    }

    private static func invalidDeletion(_ cause: Status.Cause) -> Status {
        .invalid(GroupVersionKind(group: "meta.k8s.io", version: "v1", kind: "DeleteOptions"), name: "", [cause])
    }
}
