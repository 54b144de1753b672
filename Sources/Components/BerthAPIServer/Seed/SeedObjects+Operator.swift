import Kubernetes

/// The registry's operator as the workload that clients look for.
///
/// Berth's operator is a part of the server, not a container; these objects stand for it until a node runs them, and
/// say so in an annotation.
extension SeedObjects {
    static let operatorName = "cluster-image-registry-operator"
    private static let namespace = "openshift-image-registry"
    /// On objects that stand for a part of the server.
    static let builtIn = "berth/built-in"
    private static let selector = ["name": operatorName]

    /// Plants the Deployment, its ReplicaSet and a running Pod, each owned by the one before.
    static func plantOperator(_ planter: SeedPlanter, _ settings: SeedSettings) async throws {
        let deployment = try await planter.plant(KnownResource.deployments, deployment(settings))
        var replicaSet = replicaSet(settings)
        own(&replicaSet, by: deployment)
        replicaSet = try await planter.plant(KnownResource.replicaSets, replicaSet)
        let pods = try await planter.objects.list(KnownResource.pods, namespace: namespace)
        guard !pods.contains(where: { $0.labels["name"] == operatorName }) else { return }
        var pod = pod(settings, replicaSet.name)
        own(&pod, by: replicaSet)
        try await planter.plant(KnownResource.pods, pod)
    }

    private static func own(_ object: inout JSONValue, by owner: JSONValue) {
        object.set(
            [
                [
                    "apiVersion": .string(owner.apiVersion), "kind": .string(owner.kind),
                    "name": .string(owner.name), "uid": .string(owner.uid), "controller": true,
                    "blockOwnerDeletion": true,
                ]
            ],
            at: ["metadata", "ownerReferences"]
        )
    }

    private static var annotations: [String: String] { [builtIn: "the server itself does this pod's work"] }

    private static let podSpec: JSONValue = [
        "containers": [
            container(operatorName), container("\(operatorName)-watch"),
        ],
        "dnsPolicy": "ClusterFirst", "restartPolicy": "Always", "schedulerName": "default-scheduler",
        "securityContext": [:], "serviceAccount": .string(operatorName), "serviceAccountName": .string(operatorName),
        "terminationGracePeriodSeconds": 30,
    ]

    private static func container(_ name: String) -> JSONValue {
        [
            "name": .string(name), "image": "berth", "imagePullPolicy": "IfNotPresent", "resources": [:],
            "terminationMessagePath": "/dev/termination-log", "terminationMessagePolicy": "File",
        ]
    }

    private static var template: JSONValue {
        [
            "metadata": ["annotations": JSONValue(stringMap: annotations), "labels": JSONValue(stringMap: selector)],
            "spec": podSpec,
        ]
    }

    private static func deployment(_ settings: SeedSettings) -> JSONValue {
        let time = JSONValue.string(RFC3339.text(seconds: settings.now))
        return SeedPlanter.object(
            "apps/v1",
            "Deployment",
            operatorName,
            namespace: namespace,
            annotations: annotations,
            [
                "spec": [
                    "progressDeadlineSeconds": 600, "replicas": 1, "revisionHistoryLimit": 10,
                    "selector": ["matchLabels": JSONValue(stringMap: selector)],
                    "strategy": ["type": "Recreate"], "template": template,
                ],
                "status": [
                    "availableReplicas": 1, "observedGeneration": 1, "readyReplicas": 1, "replicas": 1,
                    "updatedReplicas": 1,
                    "conditions": [
                        [
                            "type": "Available", "status": "True", "reason": "MinimumReplicasAvailable",
                            "message": "Deployment has minimum availability.", "lastTransitionTime": time,
                            "lastUpdateTime": time,
                        ]
                    ],
                ],
            ]
        )
    }

    private static func replicaSet(_ settings: SeedSettings) -> JSONValue {
        let hash = "7d6b8c5f4d"
        let labels = selector.merging(["pod-template-hash": hash]) { $1 }
        var template = template
        template.set(JSONValue(stringMap: labels), at: ["metadata", "labels"])
        return SeedPlanter.object(
            "apps/v1",
            "ReplicaSet",
            "\(operatorName)-\(hash)",
            namespace: namespace,
            annotations: annotations,
            labels: labels,
            [
                "spec": [
                    "replicas": 1, "selector": ["matchLabels": JSONValue(stringMap: labels)], "template": template,
                ],
                "status": [
                    "availableReplicas": 1, "fullyLabeledReplicas": 1, "observedGeneration": 1, "readyReplicas": 1,
                    "replicas": 1,
                ],
            ]
        )
    }

    private static func pod(_ settings: SeedSettings, _ replicaSet: String) -> JSONValue {
        let time = JSONValue.string(RFC3339.text(seconds: settings.now))
        let hash = replicaSet.split(separator: "-").last.map(String.init) ?? ""
        let conditions = ["Initialized", "Ready", "ContainersReady", "PodScheduled"].map { type -> JSONValue in
            ["type": .string(type), "status": "True", "lastProbeTime": .null, "lastTransitionTime": time]
        }
        let containers = (podSpec["containers"]?.array ?? []).map { container -> JSONValue in
            [
                "name": container["name"] ?? "", "image": "berth", "imageID": "", "ready": true, "started": true,
                "restartCount": 0, "lastState": [:], "state": ["running": ["startedAt": time]],
            ]
        }
        return SeedPlanter.object(
            "v1",
            "Pod",
            "\(replicaSet)-\(ObjectName.generateSuffix())",
            namespace: namespace,
            annotations: annotations,
            labels: selector.merging(["pod-template-hash": hash]) { $1 },
            [
                "spec": podSpec,
                "status": [
                    "phase": "Running", "conditions": .array(conditions), "containerStatuses": .array(containers),
                    "qosClass": "BestEffort", "startTime": time,
                ],
            ]
        )
    }
}
