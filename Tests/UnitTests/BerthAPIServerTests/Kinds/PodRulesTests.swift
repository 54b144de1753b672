import Kubernetes
import Testing

@testable import BerthAPIServer

/// Fields are those that kube-apiserver 1.20 names, asked the same.
@Suite struct `A pod` {
    private static func pod(_ spec: JSONValue = [:], container: JSONValue = [:]) -> JSONValue {
        var whole: JSONValue = ["name": "c", "image": "x"]
        for member in container.object ?? JSONObject() { whole.set(member.value, at: [member.name]) }
        var spec = spec
        spec.set([whole], at: ["containers"])
        return ["metadata": ["name": "p"], "spec": spec]
    }

    @Test func `waits, and stays for five minutes on a troubled node`() throws {
        let pod = try KindFixture.created("", "Pod", Self.pod())
        #expect(pod["status"] == ["phase": "Pending", "qosClass": "BestEffort"])
        let tolerations = pod[path: "spec", "tolerations"]?.array ?? []
        #expect(
            tolerations.map { $0["key"] } == ["node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable"]
        )
        #expect(tolerations.allSatisfy { $0["tolerationSeconds"] == 300 && $0["effect"] == "NoExecute" })
    }

    @Test(
        arguments: [
            ([["operator": "Exists"]], 1), ([["key": "node.kubernetes.io/not-ready", "operator": "Exists"]], 2),
            ([["key": "node.kubernetes.io/not-ready", "operator": "Exists", "effect": "NoSchedule"]], 3),
        ] as [(JSONValue, Int)]
    )
    func `keeps what it tolerates by itself`(_ tolerations: JSONValue, _ count: Int) throws {
        let pod = try KindFixture.created("", "Pod", Self.pod(["tolerations": tolerations]))
        #expect(pod[path: "spec", "tolerations"]?.array?.count == count)
    }

    @Test(
        arguments: [
            (["limits": ["cpu": "1", "memory": "1Gi"]], "Guaranteed"),
            (
                ["requests": ["cpu": "1", "memory": "1Gi"], "limits": ["cpu": "1000m", "memory": "1024Mi"]],
                "Guaranteed"
            ),
            (["requests": ["cpu": "500m"], "limits": ["cpu": "1", "memory": "1Gi"]], "Burstable"),
            (["limits": ["cpu": "1"]], "Burstable"), (["requests": ["memory": "1"]], "Burstable"),
            (["requests": ["cpu": "0"]], "BestEffort"), ([:], "BestEffort"),
        ] as [(JSONValue, String)]
    )
    func `is treated as it asks`(_ resources: JSONValue, _ qosClass: String) throws {
        let pod = try KindFixture.created("", "Pod", Self.pod(container: ["resources": resources]))
        #expect(pod[path: "status", "qosClass"] == .string(qosClass))
    }

    @Test(
        arguments: [
            (["securityContext": ["runAsUser": -1]], "spec.securityContext.runAsUser"),
            (["securityContext": ["seccompProfile": ["type": "X"]]], "spec.securityContext.seccompProfile.type"),
            (["topologySpreadConstraints": [[:]]], "spec.topologySpreadConstraints[0].maxSkew"),
            (["hostAliases": [["ip": "x"]]], "spec.hostAliases.ip"),
            (["dnsConfig": ["nameservers": ["x"]]], "spec.dnsConfig.nameservers[0]"),
            (["dnsPolicy": "None"], "spec.dnsConfig"),
            (["readinessGates": [["conditionType": "a b"]]], "spec.readinessGates[0].conditionType"),
            (["activeDeadlineSeconds": 2_147_483_648], "spec.activeDeadlineSeconds"),
            (
                ["affinity": ["nodeAffinity": ["requiredDuringSchedulingIgnoredDuringExecution": [:]]]],
                "spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms"
            ),
            (
                ["affinity": ["podAffinity": ["requiredDuringSchedulingIgnoredDuringExecution": [[:]]]]],
                "spec.affinity.podAffinity.requiredDuringSchedulingIgnoredDuringExecution[0].topologyKey"
            ),
            (["tolerations": [["key": "a", "tolerationSeconds": 5]]], "spec.tolerations[0].effect"),
            (["volumes": [["name": "v", "hostPath": ["path": "../x"]]]], "spec.volumes[0].hostPath.path"),
            (
                ["volumes": [["name": "v", "secret": ["secretName": "x", "defaultMode": 999]]]],
                "spec.volumes[0].secret.defaultMode"
            ),
            (
                ["volumes": [["name": "v", "configMap": ["name": "x", "items": [["key": "k", "path": "/a"]]]]]],
                "spec.volumes[0].configMap.items[0].path"
            ),
            (
                ["initContainers": [["name": "i", "image": "x", "livenessProbe": ["tcpSocket": ["port": 1]]]]],
                "spec.initContainers[0].livenessProbe"
            ),
        ] as [(JSONValue, String)]
    )
    func `is refused what no node could do`(_ spec: JSONValue, _ field: String) throws {
        #expect(try KindFixture.fields("", "Pod", Self.pod(spec)).contains(field))
    }

    @Test(
        arguments: [
            (
                ["env": [["name": "A", "valueFrom": ["fieldRef": ["fieldPath": "spec.foo"]]]]],
                "env[0].valueFrom.fieldRef.fieldPath"
            ),
            (["envFrom": [["configMapRef": [:]]]], "envFrom[0].configMapRef.name"),
            (["lifecycle": ["preStop": [:]]], "lifecycle.preStop"),
            (["livenessProbe": ["tcpSocket": ["port": 1], "successThreshold": 2]], "livenessProbe.successThreshold"),
            (["resources": ["requests": ["example.com/gpu": "1"]]], "resources.limits"),
            (["resources": ["requests": ["storage": "1Gi"]]], "resources.requests[storage]"),
            (["resources": ["limits": ["hugepages-2Mi": "4Mi"]]], "resources"),
            (["securityContext": ["privileged": true, "allowPrivilegeEscalation": false]], "securityContext"),
            (
                ["ports": [["containerPort": 1, "hostPort": 5], ["containerPort": 2, "hostPort": 5]]],
                "ports[1].hostPort"
            ),
        ] as [(JSONValue, String)]
    )
    func `is refused what no container can have`(_ container: JSONValue, _ field: String) throws {
        let found = try KindFixture.fields("", "Pod", Self.pod(container: container))
        #expect(found.contains("spec.containers[0].\(field)"))
    }

    @Test func `may have all that a container of the field has`() throws {
        let probe: JSONValue = ["httpGet": ["port": "web", "httpHeaders": [["name": "X-Up", "value": "1"]]]]
        let container: JSONValue = [
            "env": [
                ["name": "IP", "valueFrom": ["fieldRef": ["fieldPath": "status.podIP"]]],
                ["name": "L", "valueFrom": ["fieldRef": ["fieldPath": "metadata.labels['app']"]]],
                ["name": "M", "valueFrom": ["resourceFieldRef": ["resource": "limits.memory"]]],
                ["name": "S", "valueFrom": ["secretKeyRef": ["name": "s", "key": "k", "optional": true]]],
            ],
            "envFrom": [["prefix": "P_", "secretRef": ["name": "s"]]], "ports": [["containerPort": 80, "name": "web"]],
            "livenessProbe": probe, "lifecycle": ["preStop": ["exec": ["command": ["sleep", "5"]]]],
            "resources": ["limits": ["cpu": "1", "example.com/gpu": "2", "hugepages-2Mi": "4Mi"]],
            "securityContext": ["allowPrivilegeEscalation": false, "capabilities": ["drop": ["ALL"]]],
            "volumeMounts": [["name": "own", "mountPath": "/etc/pod", "subPath": "a/b"]],
        ]
        let sidecar: JSONValue = ["name": "s", "image": "x", "restartPolicy": "Always", "startupProbe": probe]
        let terms: JSONValue = [["matchExpressions": [["key": "cpus", "operator": "Gt", "values": ["4"]]]]]
        let spec: JSONValue = [
            "initContainers": [sidecar], "dnsConfig": ["searches": ["svc_a"], "options": [["name": "ndots"]]],
            "volumes": [
                [
                    "name": "own",
                    "downwardAPI": ["items": [["path": "l", "fieldRef": ["fieldPath": "metadata.labels"]]]],
                ]
            ],
            "affinity": [
                "nodeAffinity": ["requiredDuringSchedulingIgnoredDuringExecution": ["nodeSelectorTerms": terms]],
                "podAntiAffinity": [
                    "preferredDuringSchedulingIgnoredDuringExecution": [
                        ["weight": 100, "podAffinityTerm": ["topologyKey": "kubernetes.io/hostname"]]
                    ]
                ],
            ],
            "topologySpreadConstraints": [
                ["maxSkew": 1, "topologyKey": "zone", "whenUnsatisfiable": "ScheduleAnyway"]
            ],
        ]
        #expect(try KindFixture.problems("", "Pod", Self.pod(spec, container: container)).isEmpty)
    }
}
