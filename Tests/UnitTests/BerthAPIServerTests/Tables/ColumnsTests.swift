import Kubernetes
import Testing

@testable import BerthAPIServer

@Suite struct `The columns of a kind` {
    private static let now = 1_600_000_000.0
    private static func ago(_ seconds: Double) -> JSONValue { .string(RFC3339.text(seconds: now - seconds)) }

    private func row(_ columns: [TableColumn], _ object: JSONValue) -> [String] {
        columns.map { column in
            let cell = column.cell(object, Self.now)
            return cell.string ?? cell.serialized()
        }
    }

    @Test func `show a running pod`() {
        let pod: JSONValue = [
            "metadata": ["name": "p", "creationTimestamp": Self.ago(3600)],
            "spec": ["nodeName": "n", "containers": [["name": "a"], ["name": "b"]]],
            "status": [
                "phase": "Running", "podIP": "10.0.0.1",
                "containerStatuses": [
                    [
                        "name": "a", "ready": true, "restartCount": 2, "state": ["running": [:]],
                        "lastState": ["terminated": ["finishedAt": Self.ago(300)]],
                    ], ["name": "b", "ready": false, "state": ["waiting": ["reason": "CrashLoopBackOff"]]],
                ],
            ],
        ]
        #expect(
            row(Columns.pods, pod) == [
                "p", "1/2", "CrashLoopBackOff", "2 (5m ago)", "60m", "10.0.0.1", "n", "<none>", "<none>",
            ]
        )
    }

    @Test func `show pods that end or begin`() {
        func status(_ pod: JSONValue) -> String { PodState(pod).reason }
        #expect(status(["metadata": ["deletionTimestamp": "x"], "status": ["phase": "Running"]]) == "Terminating")
        #expect(
            status([
                "spec": ["initContainers": [["name": "i"], ["name": "j"]]],
                "status": [
                    "phase": "Pending",
                    "initContainerStatuses": [
                        ["name": "i", "state": ["terminated": ["exitCode": 0]]],
                        ["name": "j", "state": ["running": [:]]],
                    ],
                ],
            ]) == "Init:1/2"
        )
        #expect(
            status([
                "status": ["phase": "Failed", "containerStatuses": [["state": ["terminated": ["exitCode": 3]]]]]
            ]) == "ExitCode:3"
        )
    }

    @Test func `show no value of a secret`() {
        let secret: JSONValue = [
            "metadata": ["name": "s", "creationTimestamp": Self.ago(5)], "type": "Opaque", "data": ["k": "SECRET"],
        ]
        #expect(row(Columns.secrets, secret) == ["s", "Opaque", "1", "5s"])
        let client: JSONValue = ["metadata": ["name": "c"], "secret": "SECRET", "redirectURIs": ["https://a"]]
        #expect(!row(Columns.oauthClients, client).joined().contains("SECRET"))
    }

    @Test func `cut the tags of an image stream`() {
        let tags = (1...20).map { number -> JSONValue in
            ["tag": .string("tag-\(number)"), "items": [["created": Self.ago(Double(number) * 3600)]]]
        }
        let stream: JSONValue = [
            "metadata": ["name": "s"],
            "status": ["dockerImageRepository": "in/s", "publicDockerImageRepository": "out/s", "tags": .array(tags)],
        ]
        #expect(
            row(Columns.imageStreams, stream) == [
                "s", "out/s", "tag-1,tag-2,tag-3,tag-4,tag-5,tag-6 + 14 more...", "About an hour ago",
            ]
        )
    }

    @Test(
        arguments: [
            (0, "Less than a second"), (1, "1 second"), (59, "59 seconds"), (61, "About a minute"), (150, "2 minutes"),
            (3599, "59 minutes"), (3600, "About an hour"), (10800, "3 hours"), (172_800, "2 days"),
            (1_300_000, "2 weeks"),
            (6_000_000, "2 months"), (70_000_000, "2 years"),
        ] as [(Double, String)]
    )
    func `tell times as container tools do`(_ seconds: Double, _ text: String) {
        #expect(Columns.relativeTime(seconds: seconds) == text)
    }

    @Test func `show the host that was admitted`() {
        func host(_ ingress: JSONValue) -> String {
            row(Columns.routes, ["spec": ["host": "spec", "to": ["name": "s"]], "status": ["ingress": ingress]])[1]
        }
        #expect(host([]) == "spec")
        #expect(host([["host": "a"]]) == "Pending")
        #expect(host([["host": "a", "conditions": [["type": "Admitted", "status": "True"]]]]) == "a")
        #expect(
            host([
                ["host": "a", "conditions": [["type": "Admitted", "status": "False", "reason": "HostAlreadyClaimed"]]]
            ])
                == "HostAlreadyClaimed"
        )
        let route: JSONValue = [
            "spec": [
                "to": ["name": "s"], "port": ["targetPort": "https"],
                "tls": ["termination": "reencrypt", "insecureEdgeTerminationPolicy": "Redirect"],
            ]
        ]
        #expect(row(Columns.routes, route) == ["", "", "", "s", "https", "reencrypt/Redirect", "None"])
    }

    @Test func `show cluster operators since when they are available`() {
        let condition: (String, String) -> JSONValue = {
            ["type": .string($0), "status": .string($1), "lastTransitionTime": Self.ago(7200)]
        }
        let object: JSONValue = [
            "metadata": ["name": "image-registry"],
            "status": [
                "versions": [["name": "operator", "version": "4.3.0"]],
                "conditions": [
                    condition("Available", "True"), condition("Progressing", "False"), condition("Degraded", "False"),
                ],
            ],
        ]
        #expect(
            row(Columns.clusterOperators, object) == ["image-registry", "4.3.0", "True", "False", "False", "120m", ""]
        )
    }

    @Test func `show services, deployments and events`() {
        let service: JSONValue = [
            "metadata": ["name": "s"],
            "spec": [
                "type": "NodePort", "clusterIP": "172.30.0.1", "selector": ["b": "2", "a": "1"],
                "ports": [["port": 80, "nodePort": 30080, "protocol": "TCP"], ["port": 53, "protocol": "UDP"]],
            ],
        ]
        #expect(
            row(Columns.services, service) == [
                "s", "NodePort", "172.30.0.1", "<none>", "80:30080/TCP,53/UDP", "<unknown>", "a=1,b=2",
            ]
        )
        let deployment: JSONValue = [
            "metadata": ["name": "d"], "spec": ["replicas": 2, "selector": ["matchLabels": ["a": "b"]]],
            "status": ["readyReplicas": 1],
        ]
        #expect(row(Columns.deployments, deployment).prefix(4) == ["d", "1/2", "0", "0"])
        let event: JSONValue = [
            "metadata": ["name": "e"], "type": "Normal", "reason": "Made", "message": " text\n",
            "involvedObject": ["kind": "Pod", "name": "p"], "lastTimestamp": Self.ago(10),
            "firstTimestamp": Self.ago(60),
        ]
        #expect(
            row(Columns.events, event) == ["10s", "Normal", "Made", "pod/p", "", "", "text", "60s", "1", "e"]
        )
    }

    @Test func `have a name first, except events, and a text for every object`() {
        for kind in StoredKinds.all {
            let columns = kind.columns
            #expect(columns.isEmpty || columns.contains { $0.format == "name" }, "\(kind.gvk)")
            for object in [[:], ["metadata": [], "spec": "x", "status": ["conditions": "y"]]] as [JSONValue] {
                for column in columns { _ = column.cell(object, Self.now) }
            }
        }
    }
}
