import Kubernetes

/// A line of the audit log: `audit.k8s.io/v1 Event` at level Metadata, so never a body.
///
/// https://kubernetes.io/docs/reference/config-api/apiserver-audit.v1/
struct AuditEvent: Sendable {
    /// When in a request's life it was written.
    enum Stage: String, Sendable {
        case responseStarted = "ResponseStarted"
        case responseComplete = "ResponseComplete"
    }

    let record: RequestRecord
    let stage: Stage
    let status: Int
    let stageAt: Double

    var json: JSONValue {
        var event: JSONValue = [
            "kind": "Event", "apiVersion": "audit.k8s.io/v1", "level": "Metadata",
            "auditID": .string(record.auditID), "stage": .string(stage.rawValue),
            "requestURI": .string(record.info?.concealedPath ?? record.requestURI),
            "verb": .string(record.info?.verb ?? ""),
            "user": Self.user(record.caller?.impersonator ?? record.caller?.user ?? UserInfo(username: "")),
        ]
        if let caller = record.caller, caller.impersonator != nil {
            event.set(Self.user(caller.user), at: ["impersonatedUser"])
        }
        event.set(JSONValue(strings: [record.sourceAddress]), at: ["sourceIPs"])
        event.set(.string(record.userAgent), at: ["userAgent"])
        if let info = record.info, info.isResource { event.set(Self.reference(info), at: ["objectRef"]) }
        event.set(["metadata": [:], "code": .integer(Int64(status))], at: ["responseStatus"])
        event.set(.string(RFC3339.microText(seconds: record.receivedAt)), at: ["requestReceivedTimestamp"])
        event.set(.string(RFC3339.microText(seconds: stageAt)), at: ["stageTimestamp"])
        if let decision = record.decision {
            event.set(
                [
                    "authorization.k8s.io/decision": .string(decision.isAllowed ? "allow" : "forbid"),
                    "authorization.k8s.io/reason": .string(decision.reason),
                ],
                at: ["annotations"]
            )
        }
        return event
    }

    private static func user(_ user: UserInfo) -> JSONValue {
        var value: JSONValue = ["username": .string(user.username)]
        if !user.uid.isEmpty { value.set(.string(user.uid), at: ["uid"]) }
        if !user.groups.isEmpty { value.set(JSONValue(strings: user.groups), at: ["groups"]) }
        if !user.extra.isEmpty {
            let extra = user.extra.sorted { $0.key < $1.key }.map { ($0.key, JSONValue(strings: $0.value)) }
            value.set(.object(JSONObject(extra)), at: ["extra"])
        }
        return value
    }

    private static func reference(_ info: RequestInfo) -> JSONValue {
        var reference = JSONObject()
        for (name, value) in [
            ("resource", info.resource), ("namespace", info.namespace),
            ("name", info.concealedPath == nil ? info.name : ""),
            ("apiGroup", info.group), ("apiVersion", info.version), ("subresource", info.subresource),
        ] where !value.isEmpty {
            reference[name] = .string(value)
        }
        return .object(reference)
    }
}
