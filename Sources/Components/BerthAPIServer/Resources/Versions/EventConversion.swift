import Kubernetes

/// Events of `events.k8s.io`: those of the core group by other names.
///
/// https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/event-v1/
enum EventConversion {
    private static let names: [(view: String, stored: String)] = [
        ("regarding", "involvedObject"), ("note", "message"), ("reportingController", "reportingComponent"),
        ("deprecatedSource", "source"), ("deprecatedFirstTimestamp", "firstTimestamp"),
        ("deprecatedLastTimestamp", "lastTimestamp"), ("deprecatedCount", "count"),
    ]

    /// A version; what is strict asks of new events what v1 asks.
    static func version(_ apiVersion: String, of kind: ResourceKind, isStrict: Bool) -> KindVersion {
        var version = KindVersion(apiVersion, of: kind)
        for field in ["kind", "namespace", "name", "uid", "apiVersion", "resourceVersion", "fieldPath"] {
            version.fields["regarding.\(field)"] = "involvedObject.\(field)"
        }
        version.fields["reportingController"] = "reportingComponent"
        version.show = { $0.rename(names.map { (from: $0.stored, to: $0.view) }) }
        version.store = { event, old in
            if isStrict, old == nil { try check(event) }
            event.rename(names.map { (from: $0.view, to: $0.stored) })
        }
        return version
    }

    /// - Throws: `Status` 422 for what a new event of v1 must have and may not have.
    private static func check(_ event: JSONValue) throws(Status) {
        var causes: [Status.Cause] = []
        if event["eventTime"]?.string == nil { causes.append(.required("eventTime")) }
        for name in ["reportingController", "reportingInstance", "action", "reason"] {
            causes += FieldRules.required(event[name], name)
        }
        for (name, limit) in [("reportingInstance", 128), ("action", 128), ("reason", 128), ("note", 1024)] {
            let text = event[name]?.string ?? ""
            if text.utf8.count > limit { causes.append(.invalid(name, "", "can have at most \(limit) characters")) }
        }
        let type = event["type"]?.string ?? ""
        if type != "Normal", type != "Warning" {
            causes.append(.invalid("type", type, "has invalid value: \(type)"))
        }
        if let count = event[path: "series", "count"]?.integer, count < 2 {
            causes.append(.unquoted("series.count", String(count), "should be at least 2"))
        }
        for name in ["deprecatedFirstTimestamp", "deprecatedLastTimestamp", "deprecatedCount", "deprecatedSource"] {
            let value = event[name]
            if let value, !value.isNull, value != 0, value != [:] {
                causes.append(.invalid(name, "", "needs to be unset"))
            }
        }
        guard causes.isEmpty else {
            let kind = GroupVersionKind(group: "events.k8s.io", version: "v1", kind: "Event")
            throw .invalid(kind, name: event.name, causes)
        }
    }
}
