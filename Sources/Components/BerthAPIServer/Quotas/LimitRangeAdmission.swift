import Kubernetes

/// Gives containers the amounts that their namespace's limit ranges say, and refuses what lies outside them.
///
/// <https://kubernetes.io/docs/concepts/policy/limit-range/>
struct LimitRangeAdmission: Admission {
    private static let annotation = "kubernetes.io/limit-ranger"

    let limits: NamespaceLimits

    func admit(_ write: inout AdmittedWrite) async throws {
        let resource = write.kind.groupResource
        guard write.subresource == nil, resource == KnownResource.pods || resource == QuotaUsage.claims,
            write.operation == .create || write.operation == .update && resource == QuotaUsage.claims
        else { return }
        let ranges = try await limits.current(NamespaceLimits.ranges, in: write.object.namespace)
        guard !ranges.isEmpty else { return }
        var problems: [String] = []
        for range in ranges {
            let items = range[path: "spec", "limits"]?.array ?? []
            if resource == KnownResource.pods {
                Self.fill(&write.object, items)
                write.object.set(.string(PodQuality.qosClass(of: write.object["spec"])), at: ["status", "qosClass"])
                try Self.requireSense(write)
            }
            for item in items { problems += Self.problems(item, write.object, resource) }
        }
        guard problems.isEmpty else {
            let why = problems.count == 1 ? problems[0] : "[\(problems.joined(separator: ", "))]"
            throw Status.forbidden(resource, name: write.object.name, why)
        }
    }

    // MARK: Defaults

    /// Fills what containers do not say, and notes it in an annotation as the original does.
    static func fill(_ pod: inout JSONValue, _ items: [JSONValue]) {
        let ofContainers = items.filter { $0["type"]?.string == "Container" }
        var (limits, requests) = (JSONObject(), JSONObject())
        for item in ofContainers {
            for member in item["default"]?.object ?? JSONObject() { limits[member.name] = member.value }
            for member in item["defaultRequest"]?.object ?? JSONObject() { requests[member.name] = member.value }
        }
        var notes: [String] = []
        for (list, word) in [("containers", "container"), ("initContainers", "init container")] {
            guard var containers = pod[path: "spec", list]?.array else { continue }
            for index in containers.indices {
                let name = containers[index]["name"]?.string ?? ""
                // what is asked for is no less than what is given: a limit of its own is the request too
                let own = containers[index][path: "resources", "limits"]?.object ?? JSONObject()
                let wished = JSONObject(requests.map { ($0.name, own[$0.name] ?? $0.value) })
                let filled = [("requests", wished, "request"), ("limits", limits, "limit")].compactMap {
                    kind,
                    defaults,
                    word -> String? in
                    let names = Self.fill(&containers[index], kind, defaults)
                    return names.isEmpty ? nil : "\(names.joined(separator: ", ")) \(word)"
                }
                for text in filled { notes.append("\(text) for \(word) \(name)") }
            }
            pod.set(.array(containers), at: ["spec", list])
        }
        guard !notes.isEmpty, pod.annotations[annotation] == nil else { return }
        let text = "LimitRanger plugin set: \(notes.joined(separator: "; "))"
        pod.set(.string(text), at: ["metadata", "annotations", annotation])
    }

    private static func fill(_ container: inout JSONValue, _ list: String, _ defaults: JSONObject) -> [String] {
        var names: [String] = []
        for member in defaults where container[path: "resources", list]?[member.name] == nil {
            container.set(member.value, at: ["resources", list, member.name])
            names.append(member.name)
        }
        return names.sorted()
    }

    /// A default limit may lie below what a container asks for.
    private static func requireSense(_ write: AdmittedWrite) throws(Status) {
        let causes = ["containers", "initContainers"].flatMap { list in
            (write.object[path: "spec", list]?.array ?? []).enumerated().flatMap { index, container in
                AmountRules.problems(container["resources"], "spec.\(list)[\(index)].resources")
            }
        }
        guard causes.isEmpty else { throw .invalid(write.kind.gvk, name: write.object.name, causes) }
    }

    // MARK: Bounds

    private static func problems(_ item: JSONValue, _ object: JSONValue, _ resource: GroupResource) -> [String] {
        let type = item["type"]?.string ?? ""
        switch (type, resource) {
        case ("PersistentVolumeClaim", QuotaUsage.claims):
            let size = object[path: "spec", "resources", "requests"]
            return problems(item, type, requests: amounts(size), limits: amounts(size))
        case ("Pod", KnownResource.pods):
            let pod = PodAmounts(object)
            return problems(item, type, requests: pod.requests, limits: pod.limits)
        case ("Container", KnownResource.pods):
            return PodAmounts.containers(object).flatMap { container in
                problems(
                    item,
                    type,
                    requests: amounts(container[path: "resources", "requests"]),
                    limits: amounts(container[path: "resources", "limits"])
                )
            }
        default: return []
        }
    }

    private static func amounts(_ values: JSONValue?) -> [String: Quantity] {
        var amounts: [String: Quantity] = [:]
        for member in values?.object ?? JSONObject() { amounts[member.name] = QuotaUsage.amount(member.value) }
        return amounts
    }

    private static func problems(
        _ item: JSONValue,
        _ type: String,
        requests: [String: Quantity],
        limits: [String: Quantity]
    ) -> [String] {
        var problems: [String] = []
        for (name, least) in amounts(item["min"]).sorted(by: { $0.key < $1.key }) {
            let rule = "minimum \(name) usage per \(type) is \(least)"
            if let request = requests[name] {
                if request < least { problems.append("\(rule), but request is \(request)") }
            } else {
                problems.append("\(rule).  No request is specified")
            }
        }
        for (name, most) in amounts(item["max"]).sorted(by: { $0.key < $1.key }) {
            let rule = "maximum \(name) usage per \(type) is \(most)"
            if let limit = limits[name] {
                if limit > most { problems.append("\(rule), but limit is \(limit)") }
            } else {
                problems.append("\(rule).  No limit is specified")
            }
            if let request = requests[name], request > most {
                problems.append("\(rule), but request is \(request)")
            }
        }
        for (name, ratio) in amounts(item["maxLimitRequestRatio"]).sorted(by: { $0.key < $1.key }) {
            let rule = "\(name) max limit to request ratio per \(type) is \(ratio)"
            guard let request = requests[name], let limit = limits[name], request > .zero else {
                problems.append("\(rule), but no request is specified or request is 0")
                continue
            }
            let held = limit.value / request.value
            if held > ratio.value { problems.append("\(rule), but provided ratio is \(held)") }
        }
        return problems
    }
}
