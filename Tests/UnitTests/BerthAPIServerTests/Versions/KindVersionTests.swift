import Kubernetes
import Testing

@testable import BerthAPIServer

@Suite struct `A kind in several versions` {
    private func version(_ apiVersion: String) throws -> KindVersion {
        try #require(KindVersions.all.first { $0.gvk.apiVersion == apiVersion })
    }

    @Test func `keeps in every version what the stored form can say`() throws {
        let event: JSONValue = [
            "kind": "Event", "apiVersion": "v1", "metadata": ["name": "e", "namespace": "ns"], "count": 3,
            "involvedObject": ["kind": "Pod", "name": "p"], "message": "m", "reason": "R", "source": ["component": "c"],
            "firstTimestamp": "2026-01-01T00:00:00Z", "lastTimestamp": "2026-01-01T00:00:01Z", "type": "Normal",
            "reportingComponent": "c", "reportingInstance": "i", "eventTime": "2026-01-01T00:00:00.000000Z",
            "series": ["count": 2],
        ]
        let events = try version("events.k8s.io/v1")
        let view = events.view(of: event)
        #expect(view.apiVersion == "events.k8s.io/v1")
        #expect(view["note"] == "m" && view["message"] == nil && view[path: "regarding", "name"] == "p")
        #expect(view["deprecatedCount"] == 3 && view["reportingController"] == "c")
        #expect(try events.stored(of: view, old: event) == event)
        let ingress: JSONValue = [
            "kind": "Ingress", "apiVersion": "networking.k8s.io/v1", "metadata": ["name": "i"],
            "spec": [
                "defaultBackend": ["service": ["name": "d", "port": ["name": "web"]]],
                "rules": [
                    [
                        "host": "h",
                        "http": [
                            "paths": [
                                [
                                    "path": "/", "pathType": "Prefix",
                                    "backend": ["service": ["name": "s", "port": ["number": 80]]],
                                ],
                                [
                                    "path": "/r", "pathType": "Exact",
                                    "backend": ["resource": ["kind": "K", "name": "n"]],
                                ],
                            ]
                        ],
                    ], ["host": "bare"],
                ],
            ],
        ]
        for name in ["networking.k8s.io/v1beta1", "extensions/v1beta1"] {
            let ingresses = try version(name)
            let view = ingresses.view(of: ingress)
            #expect(view[path: "spec", "backend"] == ["serviceName": "d", "servicePort": "web"])
            let path = view[path: "spec", "rules"]?.array?.first?[path: "http", "paths"]?.array?.first
            #expect(path?["backend"] == ["serviceName": "s", "servicePort": 80])
            #expect(try ingresses.stored(of: view, old: ingress) == ingress)
        }
    }

    @Test func `changes by the old version only what that can say`() throws {
        let autoscalers = try version("autoscaling/v1")
        let old: JSONValue = [
            "kind": "HorizontalPodAutoscaler", "apiVersion": "autoscaling/v2", "metadata": ["name": "a"],
            "spec": [
                "maxReplicas": 3, "behavior": ["scaleDown": [:]],
                "metrics": [
                    ["type": "Resource", "resource": ["name": "memory", "target": ["averageUtilization": 70]]],
                    [
                        "type": "Resource",
                        "resource": ["name": "cpu", "target": ["type": "Utilization", "averageUtilization": 80]],
                    ],
                ],
            ],
        ]
        var view = autoscalers.view(of: old)
        #expect(view["spec"] == ["maxReplicas": 3, "targetCPUUtilizationPercentage": 80])
        #expect(try autoscalers.stored(of: view, old: old) == old)
        view.set(50, at: ["spec", "targetCPUUtilizationPercentage"])
        let changed = try autoscalers.stored(of: view, old: old)
        let metrics = changed[path: "spec", "metrics"]?.array
        #expect(metrics?.count == 2)
        #expect(metrics?.last?[path: "resource", "target", "averageUtilization"] == 50)
        #expect(changed[path: "spec", "behavior"] != nil)
        view.set(nil, at: ["spec", "targetCPUUtilizationPercentage"])
        #expect(try autoscalers.stored(of: view, old: old)[path: "spec", "metrics"]?.array?.count == 1)
    }

    @Test func `is one object, whichever way it came`() async throws {
        try await ServedAPI.serving { api in
            let old = "/apis/batch/v1beta1/namespaces/ns/cronjobs"
            let template: JSONValue = [
                "spec": [
                    "template": [
                        "spec": ["restartPolicy": "Never", "containers": [["name": "c", "image": "i"]]]
                    ]
                ]
            ]
            let job: JSONValue = [
                "kind": "CronJob", "apiVersion": "batch/v1beta1", "metadata": ["name": "j"],
                "spec": ["schedule": "* * * * *", "jobTemplate": template],
            ]
            let created = try await api.send("POST", old, job)
            #expect(created.code == 201 && created.json.apiVersion == "batch/v1beta1", "\(created.text)")
            let new = try await api.send("GET", "/apis/batch/v1/namespaces/ns/cronjobs/j").json
            #expect(new.apiVersion == "batch/v1" && new.uid == created.json.uid)
            #expect(new[path: "spec", "concurrencyPolicy"] == "Allow")
            let patch: JSONValue = ["spec": ["suspend": true]]
            let type = "application/strategic-merge-patch+json"
            let patched = try await api.send("PATCH", old + "/j", patch, type: type)
            #expect(patched.code == 200 && patched.json[path: "spec", "suspend"] == true, "\(patched.text)")
            let list = try await api.send("GET", old).json
            #expect(list.apiVersion == "batch/v1beta1" && list["items"]?.array?.count == 1)
            let unknown = try await api.send("PATCH", old + "/j?fieldValidation=Strict", ["specs": 1], type: type)
            #expect(unknown.code == 422)
            let wrong = try await api.send("POST", "/apis/batch/v1/namespaces/ns/cronjobs", job)
            #expect(wrong.code == 400)
            let accept = "application/json;as=Table;v=v1;g=meta.k8s.io"
            let table = try await api.send("GET", old, accept: accept).json
            #expect(table["rows"]?.array?.first?["cells"]?.array?.prefix(2) == ["j", "* * * * *"])
            try await api.watching(old + "?watch=true&resourceVersion=\(created.json.resourceVersion)") { reader in
                let event = try await reader.next()
                #expect(event?.type == "MODIFIED" && event?.object.apiVersion == "batch/v1beta1")
            }
            #expect(try await api.send("DELETE", old + "/j").code == 200)
            #expect(try await api.send("GET", "/apis/batch/v1/namespaces/ns/cronjobs/j").code == 404)
        }
    }

    @Test func `is selected by the names that its version has`() async throws {
        try await ServedAPI.serving { api in
            let path = "/apis/events.k8s.io/v1/namespaces/ns/events"
            var event: JSONValue = [
                "metadata": ["name": "e"], "regarding": ["kind": "Pod", "name": "p", "namespace": "ns"],
                "note": "it began", "reason": "Began", "action": "Begin", "type": "Normal",
                "reportingController": "example.com/c", "reportingInstance": "c-0",
                "eventTime": "2026-01-01T00:00:00.000000Z",
            ]
            let created = try await api.send("POST", path, event)
            #expect(created.code == 201 && created.json["note"] == "it began", "\(created.text)")
            let found = try await api.send("GET", path + "?fieldSelector=regarding.name%3Dp").json
            #expect(found["items"]?.array?.count == 1)
            let none = try await api.send("GET", path + "?fieldSelector=regarding.name%3Dq").json
            #expect(none["items"] == [])
            let core = try await api.send("GET", "/api/v1/namespaces/ns/events/e").json
            #expect(core["message"] == "it began" && core[path: "involvedObject", "name"] == "p")
            event.set("f", at: ["metadata", "name"])
            event.set(nil, at: ["eventTime"])
            event.set(2, at: ["deprecatedCount"])
            let refused = try await api.send("POST", path, event)
            let fields = (refused.json[path: "details", "causes"]?.array ?? []).compactMap { $0["field"]?.string }
            #expect(refused.code == 422 && Set(fields) == ["eventTime", "deprecatedCount"], "\(refused.text)")
            let beta = "/apis/events.k8s.io/v1beta1/namespaces/ns/events"
            #expect(try await api.send("POST", beta, event).code == 201)
        }
    }

    @Test func `is found in the discovery documents behind the stored version`() {
        let catalog = ResourceCatalog(KindVersions.served(BackendDirectory { _ in nil }))
        #expect(catalog.table.versions(of: "batch").map(\.version) == ["v1", "v1beta1"])
        #expect(catalog.table.versions(of: "autoscaling").map(\.version) == ["v2", "v1"])
        #expect(catalog.served(GroupResource(group: "batch", resource: "cronjobs"))?.kind.gvk.version == "v1")
        for kind in KindVersions.all.map(\.gvk) {
            #expect(catalog.served(kind)?.kind.schema != nil, "\(kind)")
            #expect(PatchRules.of(kind) != nil, "\(kind)")
        }
    }
}
