import Kubernetes

/// What the real server fills in where a pod says nothing.
enum PodDefaults {
    /// The spec at a path, as in the template of a workload.
    static func apply(to object: inout JSONValue, at path: [String]) {
        guard var spec = object.value(at: path), spec.object != nil else { return }
        apply(toSpec: &spec)
        object.set(spec, at: path)
    }

    /// A pod of its own has a little more than one from a template.
    static func apply(toPod pod: inout JSONValue) {
        apply(to: &pod, at: ["spec"])
        guard pod["spec"]?.object != nil else { return }
        FieldRules.setDefault(&pod, "spec", "enableServiceLinks", to: true)
        FieldRules.setDefault(&pod, "spec", "priority", to: 0)
        FieldRules.setDefault(&pod, "spec", "preemptionPolicy", to: "PreemptLowerPriority")
        FieldRules.fill(&pod, "spec", "serviceAccountName", with: "default")
        pod.set(pod[path: "spec", "serviceAccountName"], at: ["spec", "serviceAccount"])
        tolerateTroubledNodes(&pod)
    }

    /// A pod stays for five minutes on a node that is not ready or cannot be reached, unless it says otherwise.
    ///
    /// <https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/#taint-based-evictions>
    private static func tolerateTroubledNodes(_ pod: inout JSONValue) {
        var tolerations = pod[path: "spec", "tolerations"]?.array ?? []
        for trouble in ["node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable"] {
            let isTolerated = tolerations.contains { toleration in
                ["", trouble].contains(toleration["key"]?.string ?? "")
                    && ["", "NoExecute"].contains(toleration["effect"]?.string ?? "")
            }
            guard !isTolerated else { continue }
            tolerations.append([
                "key": .string(trouble), "operator": "Exists", "effect": "NoExecute", "tolerationSeconds": 300,
            ])
        }
        pod.set(.array(tolerations), at: ["spec", "tolerations"])
    }

    private static func apply(toSpec spec: inout JSONValue) {
        FieldRules.fill(&spec, "restartPolicy", with: "Always")
        FieldRules.fill(&spec, "dnsPolicy", with: "ClusterFirst")
        FieldRules.fill(&spec, "schedulerName", with: "default-scheduler")
        FieldRules.setDefault(&spec, "terminationGracePeriodSeconds", to: 30)
        FieldRules.setDefault(&spec, "securityContext", to: [:])
        // the older name of serviceAccountName; either stands for both
        if let account = spec["serviceAccountName"] ?? spec["serviceAccount"], account != "" {
            spec.set(account, at: ["serviceAccountName"])
            spec.set(account, at: ["serviceAccount"])
        }
        let isHostNetwork = spec["hostNetwork"]?.bool == true
        for list in ["containers", "initContainers"] {
            FieldRules.changeEach(&spec, list) { apply(toContainer: &$0, isHostNetwork: isHostNetwork) }
        }
        FieldRules.changeEach(&spec, "volumes") { apply(toVolume: &$0) }
    }

    private static func apply(toContainer container: inout JSONValue, isHostNetwork: Bool) {
        guard container.object != nil else { return }
        let image = container["image"]?.string ?? ""
        FieldRules.fill(&container, "imagePullPolicy", with: isLatest(image) ? "Always" : "IfNotPresent")
        FieldRules.fill(&container, "terminationMessagePath", with: "/dev/termination-log")
        FieldRules.fill(&container, "terminationMessagePolicy", with: "File")
        FieldRules.setDefault(&container, "resources", to: [:])
        for limit in container[path: "resources", "limits"]?.object ?? JSONObject() {
            FieldRules.setDefault(&container, "resources", "requests", limit.name, to: limit.value)
        }
        FieldRules.changeEach(&container, "ports") { port in
            guard port.object != nil else { return }
            FieldRules.fill(&port, "protocol", with: "TCP")
            if isHostNetwork, let number = port["containerPort"] {
                FieldRules.setDefault(&port, "hostPort", to: number)
            }
        }
        FieldRules.changeEach(&container, "env") { fillReference(&$0, "valueFrom", "fieldRef") }
        for probe in ["livenessProbe", "readinessProbe", "startupProbe"] where container[probe]?.object != nil {
            for (name, value) in [
                ("timeoutSeconds", 1), ("periodSeconds", 10), ("successThreshold", 1), ("failureThreshold", 3),
            ] as [(String, Int64)] {
                let present = container[path: probe, name]
                if present == nil || present == 0 { container.set(.integer(value), at: [probe, name]) }
            }
            apply(toAction: &container, [probe])
        }
        for hook in ["postStart", "preStop"] { apply(toAction: &container, ["lifecycle", hook]) }
    }

    private static func apply(toAction container: inout JSONValue, _ path: [String]) {
        guard container.value(at: path + ["httpGet"])?.object != nil else { return }
        for (name, value) in [("path", "/"), ("scheme", "HTTP")] as [(String, JSONValue)] {
            let place = path + ["httpGet", name]
            if container.value(at: place) == nil || container.value(at: place) == "" { container.set(value, at: place) }
        }
    }

    private static func apply(toVolume volume: inout JSONValue) {
        guard let members = volume.object else { return }
        if members.allSatisfy({ $0.name == "name" }) { volume.set([:], at: ["emptyDir"]) }
        for source in ["secret", "configMap", "downwardAPI", "projected"] where volume[source]?.object != nil {
            FieldRules.setDefault(&volume, source, "defaultMode", to: 420)
        }
        if volume["hostPath"]?.object != nil { FieldRules.setDefault(&volume, "hostPath", "type", to: "") }
        FieldRules.changeEach(&volume, "downwardAPI", "items") { fillReference(&$0, "fieldRef") }
        FieldRules.changeEach(&volume, "projected", "sources") { source in
            FieldRules.changeEach(&source, "downwardAPI", "items") { fillReference(&$0, "fieldRef") }
            guard source["serviceAccountToken"]?.object != nil else { return }
            FieldRules.setDefault(&source, "serviceAccountToken", "expirationSeconds", to: 3600)
        }
    }

    private static func fillReference(_ value: inout JSONValue, _ path: String...) {
        guard value.value(at: path)?.object != nil else { return }
        let place = path + ["apiVersion"]
        if (value.value(at: place)?.string ?? "").isEmpty { value.set("v1", at: place) }
    }

    /// Whether an image has no tag and no digest, or the tag `latest`.
    static func isLatest(_ image: String) -> Bool {
        guard !image.contains("@") else { return false }
        let last = image.split(separator: "/").last ?? ""
        guard let colon = last.lastIndex(of: ":") else { return true }
        return last[last.index(after: colon)...] == "latest"
    }
}
