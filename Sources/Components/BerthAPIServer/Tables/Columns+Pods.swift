import Kubernetes

extension Columns {
    static let pods: [TableColumn] = [
        name,
        made("Ready", "The containers that are ready, of all containers of the pod.") { pod, _ in
            let state = PodState(pod)
            return "\(state.readyContainers)/\(state.totalContainers)"
        },
        made("Status", "The state of the containers in one word.") { pod, _ in PodState(pod).reason },
        made("Restarts", "How often containers of the pod were started again, and when last.") { pod, now in
            PodState(pod).restartText(now)
        },
        age,
        made("IP", wide: true, "The pod's address.") { pod, _ in
            Cell.text(
                pod[path: "status", "podIPs"]?.array?.first?["ip"] ?? pod[path: "status", "podIP"],
                absent: Cell.none
            )
        },
        text("Node", "spec", "nodeName", absent: Cell.none, wide: true, description: "The node the pod runs on."),
        text(
            "Nominated Node",
            "status",
            "nominatedNodeName",
            absent: Cell.none,
            wide: true,
            description: "The node that is cleared for the pod."
        ),
        made("Readiness Gates", wide: true, "The readiness gates that are met, of all.") { pod, _ in
            let gates = pod[path: "spec", "readinessGates"]?.array ?? []
            if gates.isEmpty { return Cell.none }
            let met = gates.filter { gate in
                gate["conditionType"]?.string.map { Cell.isTrue(pod, $0) } ?? false
            }
            return "\(met.count)/\(gates.count)"
        },
    ]

    static let podTemplates: [TableColumn] = [
        name, containers(["template"]), images(["template"]),
        made("Pod Labels", "Labels of the pods.") { object, _ in
            Cell.labels(object[path: "template", "metadata", "labels"])
        },
    ]

    /// Names of the containers of a pod template.
    static func containers(_ template: [String], wide: Bool = false) -> TableColumn {
        made("Containers", wide: wide, "Names of the containers in the template.") { object, _ in
            containerTexts(object, template, "name")
        }
    }

    /// Images of the containers of a pod template.
    static func images(_ template: [String], wide: Bool = false) -> TableColumn {
        made("Images", wide: wide, "Images of the containers in the template.") { object, _ in
            containerTexts(object, template, "image")
        }
    }

    private static func containerTexts(_ object: JSONValue, _ template: [String], _ member: String) -> String {
        (object.value(at: template + ["spec", "containers"])?.array ?? [])
            .map { Cell.text($0[member]) }.joined(separator: ",")
    }
}
