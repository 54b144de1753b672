import Kubernetes

/// The rules of resource quotas: what they hold, and of which pods.
///
/// <https://kubernetes.io/docs/concepts/policy/resource-quotas/>
enum QuotaRules {
    /// Scopes that pods are in or not, with nothing to compare.
    private static let plainScopes = [
        "BestEffort", "CrossNamespacePodAffinity", "NotBestEffort", "NotTerminating", "Terminating",
    ]
    private static let podAmounts: Set = [
        "pods", "cpu", "memory", "limits.cpu", "limits.memory", "requests.cpu", "requests.memory",
    ]

    static let rules = KindRules(
        hasStatus: true,
        initialStatus: [:],
        problems: { quota, old in
            let hard = quota[path: "spec", "hard"]?.object ?? JSONObject()
            var causes = hard.flatMap { amount($0.name, Cell.text($0.value), "spec.hard[\($0.name)]") }
            causes += scopeProblems(quota[path: "spec", "scopes"]?.strings ?? [], hard)
            for term in quota[path: "spec", "scopeSelector", "matchExpressions"]?.array ?? [] {
                causes += termProblems(term, hard)
            }
            return causes + FieldRules.immutable(quota, old, ["spec", "scopes"])
        }
    )

    private static func amount(_ name: String, _ text: String, _ field: String) -> [Status.Cause] {
        var causes = ResourceNames.quotaProblems(name, field)
        let quantity = Quantity(parsing: text)
        if quantity.map({ $0 < .zero }) ?? true {
            causes.append(.invalid(field, text, "must be greater than or equal to 0"))
        }
        if ResourceNames.isCounted(name), quantity?.isInteger == false {
            causes.append(.invalid(field, text, "must be an integer"))
        }
        return causes
    }

    private static func isKnown(_ scope: String) -> Bool { plainScopes.contains(scope) || scope == "PriorityClass" }

    /// Whether a scope of pods can hold for everything that is counted.
    private static func fits(_ scope: String, _ hard: JSONObject) -> Bool {
        let names = hard.names.filter { ResourceNames.isForQuotas($0) }
        return scope == "BestEffort" ? names.allSatisfy { $0 == "pods" } : podAmounts.isSuperset(of: names)
    }

    private static func scopeProblems(_ scopes: [String], _ hard: JSONObject) -> [Status.Cause] {
        let shown = "[]core.ResourceQuotaScope{\(scopes.map(\.quoted).joined(separator: ", "))}"
        var problems = scopes.flatMap { scope in
            (isKnown(scope) ? [] : ["unsupported scope"])
                + (!isKnown(scope) || fits(scope, hard) ? [] : ["unsupported scope applied to resource"])
        }
        for pair in [["BestEffort", "NotBestEffort"], ["Terminating", "NotTerminating"]]
        where pair.allSatisfy(scopes.contains) { problems.append("conflicting scopes") }
        return problems.map { .unquoted("spec.scopes", shown, $0) }
    }

    private static func termProblems(_ term: JSONValue, _ hard: JSONObject) -> [Status.Cause] {
        let field = "spec.scopeSelector.matchExpressions"
        let scope = term["scopeName"]?.string ?? ""
        let sign = term["operator"]?.string ?? ""
        let values = term["values"]?.array ?? []
        var causes: [Status.Cause] = []
        if !isKnown(scope) {
            causes.append(.invalid("\(field).scopeName", scope, "unsupported scope"))
        } else if !fits(scope, hard) {
            causes.append(.unquoted(field, term.serialized(), "unsupported scope applied to resource"))
        }
        if plainScopes.contains(scope), sign != "Exists" {
            let why =
                "must be 'Exist' only operator when scope is any of ResourceQuotaScopeTerminating, "
                + "ResourceQuotaScopeNotTerminating, ResourceQuotaScopeBestEffort and ResourceQuotaScopeNotBestEffort"
            causes.append(.invalid("\(field).operator", sign, why))
        }
        switch sign {
        case "In", "NotIn":
            guard values.isEmpty else { break }
            let why = "must be at least one value when `operator` is 'In' or 'NotIn' for scope selector"
            causes.append(.required("\(field).values", why))
        case "Exists", "DoesNotExist":
            guard !values.isEmpty else { break }
            let why = "must be no value when `operator` is 'Exist' or 'DoesNotExist' for scope selector"
            causes.append(.unquoted("\(field).values", JSONValue.array(values).serialized(), why))
        default: causes.append(.invalid("\(field).operator", sign, "not a valid selector operator"))
        }
        return causes
    }
}
