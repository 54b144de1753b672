import Kubernetes

/// The rules of what is left of the core group.
enum CoreRules {
    static let limitRanges = KindRules(
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
            for (index, limit) in (range[path: "spec", "limits"]?.array ?? []).enumerated() {
                let field = "spec.limits[\(index)]"
                causes += FieldRules.required(limit["type"], "\(field).type")
                for member in limit["min"]?.object ?? JSONObject() {
                    guard let least = Quantity(parsing: Cell.text(member.value)),
                        let most = Quantity(parsing: Cell.text(limit["max"]?[member.name])), least > most
                    else { continue }
                    causes.append(
                        .invalid(
                            "\(field).min[\(member.name)]",
                            Cell.text(member.value),
                            "min value \(Cell.text(member.value)) is greater than max value "
                                + Cell.text(limit["max"]?[member.name])
                        )
                    )
                }
            }
            return causes
        }
    )

    static let resourceQuotas = KindRules(
        hasStatus: true,
        initialStatus: [:],
        problems: { quota, _ in
            (quota[path: "spec", "hard"]?.object ?? JSONObject()).flatMap { member -> [Status.Cause] in
                let text = Cell.text(member.value)
                let field = "spec.hard[\(member.name)]"
                let isGood = Quantity(parsing: text).map { $0 >= .zero } ?? false
                var causes: [Status.Cause] =
                    isGood ? [] : [.invalid(field, text, "must be greater than or equal to 0")]
                if !isQuotaResource(member.name) {
                    causes.append(.invalid(field, member.name, "must be a standard resource type or fully qualified"))
                    causes.append(.invalid(field, member.name, "must be a standard resource for quota"))
                }
                return causes
            }
        }
    )

    /// What a quota may count: amounts, some kinds, and what has a prefix or a group.
    private static func isQuotaResource(_ name: String) -> Bool {
        if name.utf8.contains(UInt8(ascii: "/")) || name.hasPrefix("hugepages-") { return true }
        let amounts = ["cpu", "memory", "storage", "ephemeral-storage"]
        return [
            "pods", "services", "replicationcontrollers", "resourcequotas", "secrets", "configmaps",
            "persistentvolumeclaims", "services.nodeports", "services.loadbalancers",
        ].contains(name) || amounts.contains(name)
            || ["requests.", "limits."].contains {
                name.hasPrefix($0) && amounts.contains(String(name.dropFirst($0.count)))
            }
    }

    static let events = KindRules(
        allowsCreateOnUpdate: true,
        defaults: { event in
            for name in ["source", "involvedObject"] { FieldRules.setDefault(&event, name, to: [:]) }
        },
        problems: { event, _ in
            let involved = event[path: "involvedObject", "namespace"]?.string ?? ""
            // events of cluster-scoped objects lie in default
            let expected = involved.isEmpty ? ["default", "kube-system"] : [involved]
            guard !expected.contains(event.namespace) else { return [] }
            return [.invalid("involvedObject.namespace", involved, "does not match event.namespace")]
        }
    )

    static let nodes = KindRules(
        hasStatus: true,
        initialStatus: [:],
        problems: { node, _ in
            (node[path: "spec", "taints"]?.array ?? []).enumerated().flatMap { index, taint -> [Status.Cause] in
                let field = "metadata.taints[\(index)]"
                return FieldRules.name(taint["key"]?.string ?? "", "\(field).key", NameFormat.qualifiedNameProblems)
                    + ((taint["effect"]?.string ?? "").isEmpty
                        ? [.required("\(field).effect")]
                        : FieldRules.oneOf(
                            taint["effect"],
                            ["NoSchedule", "PreferNoSchedule", "NoExecute"],
                            "\(field).effect"
                        ))
            }
        }
    )

    static let plainWithStatus = KindRules(hasStatus: true)
    static let controllerRevisions = KindRules(
        problems: { revision, old in
            (revision["revision"]?.integer ?? 0) < 0
                ? [
                    .unquoted(
                        "revision",
                        revision["revision"]?.serialized() ?? "",
                        "must be greater than or equal to 0"
                    )
                ]
                : FieldRules.immutable(revision, old, ["data"])
        }
    )
}
