extension Status {
    /// Reads a `meta/v1 Status`; nil for any other object.
    package init?(json: JSONValue) {
        guard json.kind == "Status" else { return nil }
        let details = json["details"]
        self.init(
            code: Int(exactly: json["code"]?.integer ?? 0) ?? 0,
            reason: json["reason"]?.string ?? "",
            message: json["message"]?.string ?? "",
            name: details?["name"]?.string ?? "",
            kind: details?["kind"]?.string ?? "",
            group: details?["group"]?.string ?? "",
            uid: details?["uid"]?.string ?? "",
            causes: (details?["causes"]?.array ?? []).map {
                Cause(
                    reason: $0["reason"]?.string ?? "",
                    message: $0["message"]?.string ?? "",
                    field: $0["field"]?.string ?? ""
                )
            },
            retryAfterSeconds: details?["retryAfterSeconds"]?.integer.flatMap { Int(exactly: $0) }
        )
    }
}
