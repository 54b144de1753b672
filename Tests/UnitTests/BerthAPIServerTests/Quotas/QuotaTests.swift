import Kubernetes
import Testing

@testable import BerthAPIServer

@Suite(.timeLimit(.minutes(10))) struct `A quota` {
    private static let quotas = "/api/v1/namespaces/one/resourcequotas"
    private static let maps = "/api/v1/namespaces/one/configmaps"
    private static let pods = "/api/v1/namespaces/one/pods"

    private static func quota(_ hard: [String: String], scopes: [String] = []) -> JSONValue {
        var quota: JSONValue = [
            "kind": "ResourceQuota", "apiVersion": "v1", "metadata": ["name": "q"],
            "spec": ["hard": JSONValue(stringMap: hard)],
        ]
        if !scopes.isEmpty { quota.set(JSONValue(strings: scopes), at: ["spec", "scopes"]) }
        return quota
    }

    private static func map(_ name: String) -> JSONValue {
        ["kind": "ConfigMap", "apiVersion": "v1", "metadata": ["name": .string(name)]]
    }

    private static func pod(_ name: String, _ resources: JSONValue = [:]) -> JSONValue {
        [
            "kind": "Pod", "apiVersion": "v1", "metadata": ["name": .string(name)],
            "spec": ["containers": [["name": "c", "image": "i", "resources": resources]]],
        ]
    }

    private static func serving(_ body: @Sendable @escaping (WholeAPI.Client) async throws -> Void) async throws {
        try await WholeAPI.serving { api, admin in
            try await admin.send("POST", "/api/v1/namespaces", ["metadata": ["name": "one"]])
            try await body(admin)
        }
    }

    private static func used(_ admin: WholeAPI.Client, _ name: String) async throws -> String? {
        try await admin.get(quotas + "/q").json[path: "status", "used", name]?.string
    }

    @Test func `of objects holds for many creations at once, and follows deletions`() async throws {
        try await Self.serving { admin in
            let present = try await admin.get(Self.maps).json["items"]?.array?.count ?? 0
            let quota = Self.quota(["count/configmaps": "\(present + 5)", "configmaps": "100"])
            #expect(try await admin.send("POST", Self.quotas, quota).code == 201)
            let codes = try await withThrowingTaskGroup(of: ServedAPI.Answer.self) { group in
                for number in 0..<20 {
                    group.addTask { try await admin.send("POST", Self.maps, Self.map("m\(number)")) }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(codes.count { $0.code == 201 } == 5)
            let refused = try #require(codes.first { $0.code != 201 })
            #expect(refused.code == 403)
            let text =
                "is forbidden: exceeded quota: q, requested: count/configmaps=1, used: count/configmaps=\(present + 5), "
                + "limited: count/configmaps=\(present + 5)"
            #expect(refused.message.contains(text), "\(refused.message)")
            let items = try await admin.get(Self.maps).json["items"]?.array ?? []
            let name = items.first { $0.name.hasPrefix("m") }?.name ?? ""
            #expect(try await admin.send("DELETE", "\(Self.maps)/\(name)").code == 200)
            #expect(
                try await Identities.eventually { try await Self.used(admin, "count/configmaps") == "\(present + 4)" }
            )
            #expect(try await admin.send("POST", Self.maps, Self.map("again")).code == 201)
        }
    }

    @Test func `is asked when a service or a claim grows, and not lowered by less than nothing`() async throws {
        try await Self.serving { admin in
            let hard = ["services.loadbalancers": "0", "requests.storage": "1Gi", "requests.cpu": "1"]
            #expect(try await admin.send("POST", Self.quotas, Self.quota(hard)).code == 201)
            let services = "/api/v1/namespaces/one/services"
            var service: JSONValue = [
                "kind": "Service", "apiVersion": "v1", "metadata": ["name": "s"], "spec": ["ports": [["port": 80]]],
            ]
            #expect(try await admin.send("POST", services, service).code == 201)
            service.set("LoadBalancer", at: ["spec", "type"])
            let refused = try await admin.send("PUT", services + "/s", service)
            #expect(refused.code == 403 && refused.message.contains("services.loadbalancers=1"), "\(refused.message)")
            service.set("ClusterIP", at: ["spec", "type"])
            #expect(try await admin.send("PUT", services + "/s", service).code == 200)

            let claims = "/api/v1/namespaces/one/persistentvolumeclaims"
            func claim(_ size: String) -> JSONValue {
                [
                    "kind": "PersistentVolumeClaim", "apiVersion": "v1", "metadata": ["name": "p"],
                    "spec": [
                        "accessModes": ["ReadWriteOnce"], "resources": ["requests": ["storage": .string(size)]],
                    ],
                ]
            }
            #expect(try await admin.send("POST", claims, claim("512Mi")).code == 201)
            #expect(try await admin.send("PUT", claims + "/p", claim("1Gi")).code == 200)
            #expect(try await Self.used(admin, "requests.storage") == "1Gi")
            #expect(try await admin.send("PUT", claims + "/p", claim("2Gi")).code == 403)

            var pod = Self.pod("p", ["requests": ["cpu": "1"]])
            pod.set(["cpu": "-5"], at: ["spec", "overhead"])
            #expect(try await admin.send("POST", Self.pods, pod).code == 422)
        }
    }

    @Test func `gives back what was charged for a creation that failed`() async throws {
        try await Self.serving { admin in
            #expect(try await admin.send("POST", Self.maps, Self.map("there")).code == 201)
            #expect(try await admin.send("POST", Self.quotas, Self.quota(["configmaps": "10"])).code == 201)
            let before = try await admin.get(Self.maps).json["items"]?.array?.count ?? 0
            for _ in 0..<3 { #expect(try await admin.send("POST", Self.maps, Self.map("there")).code == 409) }
            #expect(try await Identities.eventually { try await Self.used(admin, "configmaps") == "\(before)" })
        }
    }

    @Test func `of what pods ask for adds exactly and wants to be told`() async throws {
        try await Self.serving { admin in
            let hard = ["pods": "3", "requests.cpu": "1", "limits.memory": "1Gi"]
            #expect(try await admin.send("POST", Self.quotas, Self.quota(hard)).code == 201)
            let silent = try await admin.send("POST", Self.pods, Self.pod("a"))
            #expect(silent.code == 403)
            #expect(
                silent.message.contains("failed quota: q: must specify limits.memory for: c; requests.cpu for: c"),
                "\(silent.message)"
            )
            let resources: JSONValue = ["requests": ["cpu": "0.4"], "limits": ["memory": "512Mi"]]
            #expect(try await admin.send("POST", Self.pods, Self.pod("a", resources)).code == 201)
            #expect(try await admin.send("POST", Self.pods, Self.pod("b", resources)).code == 201)
            let third = try await admin.send("POST", Self.pods, Self.pod("c", resources))
            #expect(third.code == 403)
            #expect(
                third.message.contains(
                    "exceeded quota: q, requested: limits.memory=512Mi,requests.cpu=400m, used: limits.memory=1Gi,"
                        + "requests.cpu=800m, limited: limits.memory=1Gi,requests.cpu=1"
                ),
                "\(third.message)"
            )
            // a pod that has ended takes nothing any more
            let ended: JSONValue = ["status": ["phase": "Succeeded"]]
            let merge = "application/merge-patch+json"
            #expect(try await admin.send("PATCH", Self.pods + "/a/status", ended, type: merge).code == 200)
            #expect(try await Identities.eventually { try await Self.used(admin, "pods") == "1" })
            #expect(try await admin.send("POST", Self.pods, Self.pod("c", resources)).code == 201)
        }
    }

    @Test func `that nobody has counted yet lets nothing in`() throws {
        let kind = try #require(StoredKinds.all.first { $0.gvk.kind == "ConfigMap" })
        let write = AdmittedWrite(
            operation: .create,
            kind: kind,
            subresource: nil,
            user: UserInfo(username: "ann"),
            isDryRun: false,
            object: Self.map("a"),
            old: nil
        )
        let usage = ["configmaps": Quantity(1), "count/configmaps": Quantity(1)]
        var quota = Self.quota(["count/configmaps": "5", "configmaps": "5", "pods": "5"])
        let text =
            #"configmaps "a" is forbidden: status unknown for quota: q, resources: configmaps,count/configmaps"#
        let status = #expect(throws: Status.self) { try QuotaAdmission.charged(quota, usage, write) }
        #expect(status?.code == 403 && status?.message == text, "\(status?.message ?? "")")
        quota.set(["count/configmaps": "0", "configmaps": "0"], at: ["status", "used"])
        let charged = try QuotaAdmission.charged(quota, usage, write)
        #expect(charged?[path: "status", "used"]?.stringMap == ["count/configmaps": "1", "configmaps": "1"])
    }

    @Test func `sums containers and what runs before them`() {
        let pod: JSONValue = [
            "spec": [
                "containers": [
                    ["resources": ["requests": ["cpu": "100m"]]], ["resources": ["requests": ["cpu": "200m"]]],
                ],
                "initContainers": [
                    ["restartPolicy": "Always", "resources": ["requests": ["cpu": "50m"]]],
                    ["resources": ["requests": ["cpu": "1"]]],
                ],
                "overhead": ["cpu": "10m"],
            ]
        ]
        #expect(PodAmounts(pod).requests["cpu"]?.description == "1060m")
    }

    @Test func `with scopes counts the pods that it is about`() {
        let pod: JSONValue = ["spec": ["containers": [["name": "c"]], "activeDeadlineSeconds": 5]]
        func holds(_ scopes: String...) -> Bool {
            QuotaScope.holds(Self.quota([:], scopes: scopes), pod, KnownResource.pods)
        }
        #expect(holds("BestEffort") && holds("Terminating") && holds("BestEffort", "Terminating"))
        #expect(!holds("NotBestEffort") && !holds("NotTerminating"))
        #expect(!QuotaScope.holds(Self.quota([:], scopes: ["BestEffort"]), [:], KnownResource.secrets))
    }

    @Test func `counts claims by size and class, and services by type`() {
        let claim: JSONValue = [
            "spec": ["storageClassName": "fast", "resources": ["requests": ["storage": "2Gi"]]]
        ]
        let usage = QuotaUsage.usage(of: claim, QuotaUsage.claims)
        #expect(usage["requests.storage"]?.description == "2Gi")
        #expect(usage["fast.storageclass.storage.k8s.io/requests.storage"]?.description == "2Gi")
        #expect(usage["persistentvolumeclaims"] == Quantity(1) && usage["count/persistentvolumeclaims"] == Quantity(1))
        let service: JSONValue = ["spec": ["type": "LoadBalancer", "ports": [[:], [:]]]]
        let services = QuotaUsage.usage(of: service, GroupResource(group: "", resource: "services"))
        #expect(services["services.nodeports"] == Quantity(2) && services["services.loadbalancers"] == Quantity(1))
        #expect(QuotaUsage.resource(countedBy: "openshift.io/imagestreams") == KnownResource.imageStreams)
        #expect(QuotaUsage.resource(countedBy: "count/deployments.apps") == KnownResource.deployments)
    }
}

@Suite(.timeLimit(.minutes(10))) struct `A limit range` {
    @Test func `gives defaults, and refuses what lies outside`() async throws {
        try await WholeAPI.serving { api, admin in
            try await admin.send("POST", "/api/v1/namespaces", ["metadata": ["name": "one"]])
            let range: JSONValue = [
                "kind": "LimitRange", "apiVersion": "v1", "metadata": ["name": "r"],
                "spec": [
                    "limits": [
                        [
                            "type": "Container", "max": ["cpu": "1"], "min": ["cpu": "100m"],
                            "default": ["cpu": "500m", "memory": "256Mi"], "defaultRequest": ["cpu": "200m"],
                        ],
                        ["type": "PersistentVolumeClaim", "min": ["storage": "1Gi"], "max": ["storage": "2Gi"]],
                    ]
                ],
            ]
            #expect(try await admin.send("POST", "/api/v1/namespaces/one/limitranges", range).code == 201)
            func pod(_ name: String, _ resources: JSONValue) -> JSONValue {
                [
                    "kind": "Pod", "apiVersion": "v1", "metadata": ["name": .string(name)],
                    "spec": ["containers": [["name": "c", "image": "i", "resources": resources]]],
                ]
            }
            let pods = "/api/v1/namespaces/one/pods"
            let made = try await admin.send("POST", pods, pod("a", [:]))
            #expect(made.code == 201, "\(made.text)")
            let container = made.json[path: "spec", "containers"]?.array?.first ?? .null
            #expect(container[path: "resources", "limits", "cpu"]?.string == "500m")
            #expect(container[path: "resources", "requests", "cpu"]?.string == "200m")
            #expect(container[path: "resources", "requests", "memory"]?.string == "256Mi")
            let note = made.json.annotations["kubernetes.io/limit-ranger"] ?? ""
            #expect(
                note == "LimitRanger plugin set: cpu, memory request for container c; cpu, memory limit for container c"
            )
            let large = try await admin.send("POST", pods, pod("b", ["limits": ["cpu": "2"]]))
            #expect(large.code == 403)
            #expect(large.message.contains("maximum cpu usage per Container is 1, but limit is 2"), "\(large.message)")
            let small = try await admin.send("POST", pods, pod("b", ["requests": ["cpu": "1m"]]))
            #expect(
                small.message.contains("minimum cpu usage per Container is 100m, but request is 1m"),
                "\(small.message)"
            )
            let senseless = try await admin.send("POST", pods, pod("b", ["requests": ["cpu": "700m"]]))
            #expect(senseless.code == 422, "\(senseless.text)")
            let claim: JSONValue = [
                "kind": "PersistentVolumeClaim", "apiVersion": "v1", "metadata": ["name": "v"],
                "spec": ["accessModes": ["ReadWriteOnce"], "resources": ["requests": ["storage": "3Gi"]]],
            ]
            let refused = try await admin.send("POST", "/api/v1/namespaces/one/persistentvolumeclaims", claim)
            #expect(
                refused.message.contains("maximum storage usage per PersistentVolumeClaim is 2Gi, but limit is 3Gi"),
                "\(refused.message)"
            )
        }
    }
}
