import Kubernetes

/// The rules of what is left of the core group.
enum CoreRules {
    static let events = KindRules(
        allowsCreateOnUpdate: true,
        defaults: { event in
            for name in ["source", "involvedObject"] { FieldRules.setDefault(&event, name, to: [:]) }
            for name in ["reportingComponent", "reportingInstance"] { FieldRules.setDefault(&event, name, to: "") }
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
