import Kubernetes

/// The rules of limit ranges: bounds that something can keep.
///
/// <https://kubernetes.io/docs/concepts/policy/limit-range/>
enum LimitRangeRules {
    private static let types = ["Container", "PersistentVolumeClaim", "Pod"]
    /// Of two amounts, which may not exceed which, and at whose place that is said.
    private struct Order {
        let place: String
        let less: String
        let more: String
        /// What the amounts are called.
        let names: (less: String, more: String)

        func text(_ less: String, _ more: String) -> String {
            "\(names.less) value \(less) is greater than \(names.more) value \(more)"
        }
    }

    private static let orders = [
        Order(place: "min", less: "min", more: "max", names: ("min", "max")),
        Order(place: "defaultRequest", less: "min", more: "defaultRequest", names: ("min", "default request")),
        Order(place: "defaultRequest", less: "defaultRequest", more: "max", names: ("default request", "max")),
        Order(
            place: "defaultRequest",
            less: "defaultRequest",
            more: "default",
            names: ("default request", "default limit")
        ),
        Order(place: "default", less: "min", more: "default", names: ("min", "default")),
        Order(place: "default", less: "default", more: "max", names: ("default", "max")),
    ]

    static let rules = KindRules(
        defaults: { range in
            guard var limits = range[path: "spec", "limits"]?.array else { return }
            for index in limits.indices where limits[index]["type"]?.string == "Container" {
                // what is not said follows from what is
                for (from, to) in [("max", "default"), ("default", "defaultRequest"), ("min", "defaultRequest")] {
                    for member in limits[index][from]?.object ?? JSONObject()
                    where limits[index][to]?[member.name] == nil {
                        limits[index].set(member.value, at: [to, member.name])
                    }
                }
            }
            range.set(.array(limits), at: ["spec", "limits"])
        },
        problems: { range, _ in
            var causes: [Status.Cause] = []
            var seen: Set<String> = []
            for (index, limit) in (range[path: "spec", "limits"]?.array ?? []).enumerated() {
                let field = "spec.limits[\(index)]"
                let type = limit["type"]?.string ?? ""
                causes += typeProblems(type, "\(field).type")
                if !seen.insert(type).inserted { causes.append(.duplicate("\(field).type", type)) }
                causes += names(limit, type, field) + amounts(limit, field)
            }
            return causes
        }
    )

    private static func typeProblems(_ type: String, _ field: String) -> [Status.Cause] {
        if type.isEmpty { return [.required(field)] }
        let malformed = FieldRules.name(type, field, NameFormat.qualifiedNameProblems)
        guard malformed.isEmpty, !type.utf8.contains(UInt8(ascii: "/")), !types.contains(type) else { return malformed }
        return [.invalid(field, type, "must be a standard limit type or fully qualified")]
    }

    private static func names(_ limit: JSONValue, _ type: String, _ field: String) -> [Status.Cause] {
        var causes: [Status.Cause] = []
        for list in ["max", "min", "default", "defaultRequest", "maxLimitRequestRatio"] {
            let members = limit[list]?.object ?? JSONObject()
            if type == "Pod", list.hasPrefix("default"), !members.isEmpty {
                causes.append(.forbidden("\(field).\(list)", "may not be specified when `type` is 'Pod'"))
                continue
            }
            for name in members.names {
                let place = "\(field).\(list)[\(name)]"
                causes +=
                    type == "Container" || type == "Pod"
                    ? ResourceNames.containerProblems(name, place)
                    : FieldRules.name(name, place, NameFormat.qualifiedNameProblems)
            }
        }
        if type == "PersistentVolumeClaim", limit[path: "min", "storage"] == nil, limit[path: "max", "storage"] == nil {
            let why = "either minimum or maximum storage value is required, but neither was provided"
            causes.append(.required("\(field).limits", why))
        }
        return causes
    }

    private static func amounts(_ limit: JSONValue, _ field: String) -> [Status.Cause] {
        func amount(_ list: String, _ name: String) -> (text: String, quantity: Quantity)? {
            guard let value = limit[list]?[name], let quantity = Quantity(parsing: Cell.text(value)) else { return nil }
            return (quantity.description, quantity)
        }
        var causes: [Status.Cause] = []
        for name in Set(limit.object?.flatMap { $0.value.object?.names ?? [] } ?? []).sorted() {
            for order in orders {
                guard let less = amount(order.less, name), let more = amount(order.more, name),
                    less.quantity > more.quantity, let own = amount(order.place, name)
                else { continue }
                causes.append(.invalid("\(field).\(order.place)[\(name)]", own.text, order.text(less.text, more.text)))
            }
            guard let ratio = amount("maxLimitRequestRatio", name) else { continue }
            let place = "\(field).maxLimitRequestRatio[\(name)]"
            if ratio.quantity < Quantity(1) {
                causes.append(.invalid(place, ratio.text, "ratio \(ratio.text) is less than 1"))
            }
            if let least = amount("min", name), let most = amount("max", name), least.quantity > .zero,
                ratio.quantity.value > most.quantity.value / least.quantity.value
            {
                let bound = most.quantity.value / least.quantity.value
                causes.append(.invalid(place, ratio.text, "ratio \(ratio.text) is greater than max/min = \(bound)"))
            }
        }
        return causes
    }
}
