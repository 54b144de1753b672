import Kubernetes
import Testing

@testable import BerthAPIServer

@Suite struct `The rules of kinds` {
    private static let deployment: JSONValue = [
        "metadata": ["name": "d"],
        "spec": [
            "selector": ["matchLabels": ["app": "d"]],
            "template": [
                "metadata": ["labels": ["app": "d"]],
                "spec": ["containers": [["name": "c", "image": "registry/x", "ports": [["containerPort": 80]]]]],
            ],
        ],
    ]

    @Test func `fill in a deployment`() throws {
        let object = try KindFixture.created("apps", "Deployment", Self.deployment)
        #expect(object[path: "spec", "replicas"] == 1)
        #expect(object[path: "spec", "strategy", "rollingUpdate", "maxSurge"] == "25%")
        #expect(object[path: "spec", "progressDeadlineSeconds"] == 600)
        let pod = object[path: "spec", "template", "spec"]
        #expect(pod?["restartPolicy"] == "Always")
        let container = pod?["containers"]?.array?.first
        #expect(container?["imagePullPolicy"] == "Always")
        #expect(container?["terminationMessagePath"] == "/dev/termination-log")
        #expect(container?["ports"]?.array?.first?["protocol"] == "TCP")
        #expect(try KindFixture.problems("apps", "Deployment", Self.deployment).isEmpty)
    }

    /// What the real server of 1.20 refuses, and the field that it names.
    @Test(
        arguments: [
            (["env": [["name": "A", "valueFrom": [:]]]], "spec.containers[0].env[0].valueFrom"),
            (["resources": ["limits": ["foo": "1"]]], "spec.containers[0].resources.limits[foo]"),
            (["livenessProbe": ["exec": ["command": []]]], "spec.containers[0].livenessProbe.exec.command"),
        ] as [(JSONValue, String)]
    )
    func `refuse what no container can have`(_ member: JSONValue, _ field: String) throws {
        var container: JSONValue = ["name": "c", "image": "x"]
        for part in try #require(member.object) { container.set(part.value, at: [part.name]) }
        let pod: JSONValue = ["metadata": ["name": "p"], "spec": ["containers": [container]]]
        #expect(try KindFixture.problems("", "Pod", pod).contains { $0.hasPrefix("\(field): ") })
    }

    @Test(
        arguments: [
            ("", "Pod", ["subdomain": "A_"], "spec.subdomain"),
            ("", "Pod", ["nodeName": "A_"], "spec.nodeName"),
            ("", "Pod", ["tolerations": [["operator": "X", "key": "a"]]], "spec.tolerations[0].operator"),
            (
                "", "Pod", ["tolerations": [["operator": "Exists", "key": "a", "value": "x"]]],
                "spec.tolerations[0].operator"
            ),
            ("", "Service", ["ports": [["port": 80]], "externalIPs": ["x"]], "spec.externalIPs[0]"),
            ("", "Service", ["ports": [["port": 80]], "selector": ["a b": "c"]], "spec.selector"),
            ("", "Service", ["ports": [["port": 80]], "externalTrafficPolicy": "Local"], "spec.externalTrafficPolicy"),
            ("", "Service", ["type": "NodePort", "ports": [["port": 80, "nodePort": 1]]], "spec.ports[0].nodePort"),
            ("", "ResourceQuota", ["hard": ["foo": "1"]], "spec.hard[foo]"),
            ("", "Node", ["taints": [["key": "a", "effect": "X"]]], "metadata.taints[0].effect"),
            ("networking.k8s.io", "Ingress", ["rules": [["host": "1.2.3.4"]]], "spec.rules[0].host"),
            ("networking.k8s.io", "Ingress", ["rules": [["http": ["paths": []]]]], "spec.rules[0].http.paths"),
            ("networking.k8s.io", "Ingress", ["tls": [["hosts": ["A_"]]]], "spec.tls[0].hosts[0]"),
            ("networking.k8s.io", "Ingress", ["ingressClassName": "A_"], "spec.ingressClassName"),
            (
                "networking.k8s.io", "Ingress",
                ["rules": [["http": ["paths": [["path": "/a//b", "pathType": "Exact"]]]]]],
                "spec.rules[0].http.paths[0].path"
            ),
            ("policy", "PodDisruptionBudget", ["maxUnavailable": "101%"], "spec.maxUnavailable"),
            (
                "autoscaling", "HorizontalPodAutoscaler",
                ["maxReplicas": 1, "scaleTargetRef": ["kind": "a/b", "name": "x"]],
                "spec.scaleTargetRef.kind"
            ),
            ("", "PersistentVolume", ["accessModes": ["ReadWriteOnce"], "capacity": ["storage": "1Gi"]], "spec"),
            (
                "networking.k8s.io", "NetworkPolicy", ["podSelector": [:], "ingress": [["ports": [["port": 0]]]]],
                "spec.ingress[0].ports[0].port"
            ),
        ] as [(String, String, JSONValue, String)]
    )
    func `refuse what the real server refuses`(
        _ group: String,
        _ kind: String,
        _ spec: JSONValue,
        _ field: String
    ) throws {
        var spec = spec
        if kind == "Pod" { spec.set([["name": "c", "image": "x"]], at: ["containers"]) }
        let found = try KindFixture.problems(group, kind, ["metadata": ["name": "a"], "spec": spec])
        #expect(found.contains { $0.hasPrefix("\(field): ") })
    }

    @Test func `take what a quota and a container may count`() throws {
        let hard: JSONValue = ["pods": "1", "requests.cpu": "1", "count/deployments.apps": "2", "example.com/gpu": "1"]
        #expect(
            try KindFixture.problems("", "ResourceQuota", ["metadata": ["name": "q"], "spec": ["hard": hard]]).isEmpty
        )
        let limits: JSONValue = ["cpu": "1", "example.com/gpu": "1", "hugepages-2Mi": "4Mi"]
        let container: JSONValue = ["name": "c", "image": "x", "resources": ["limits": limits]]
        #expect(
            try KindFixture.problems("", "Pod", ["metadata": ["name": "p"], "spec": ["containers": [container]]])
                .isEmpty
        )
    }

    @Test(arguments: [
        ("a:1", false), ("a:latest", true), ("h:5000/a", true), ("a@sha256:0", false), ("h:5000/a:2", false),
    ])
    func `pull latest images always`(_ image: String, _ isLatest: Bool) {
        #expect(PodDefaults.isLatest(image) == isLatest)
    }

    @Test func `hold a deployment's selector to its template and keep it`() throws {
        var other = Self.deployment
        other.set(["app": "e"], at: ["spec", "template", "metadata", "labels"])
        #expect(
            try KindFixture.problems("apps", "Deployment", other) == [
                "spec.template.metadata.labels: Invalid value: map[string]string{\"app\":\"e\"}: "
                    + "`selector` does not match template `labels`"
            ]
        )
        let old = try KindFixture.created("apps", "Deployment", Self.deployment)
        other.set(["matchLabels": ["app": "e"]], at: ["spec", "selector"])
        #expect(
            try KindFixture.problems("apps", "Deployment", other, old: old).first?.hasSuffix("field is immutable")
                == true
        )
    }

    @Test func `refuse containers without names and images, and names that come twice`() throws {
        let pod: JSONValue = [
            "metadata": ["name": "p"],
            "spec": [
                "containers": [["name": "a", "image": "x"], ["name": "a", "image": ""], ["image": "x"]],
                "restartPolicy": "Sometimes",
            ],
        ]
        #expect(
            try KindFixture.problems("", "Pod", pod) == [
                "spec.containers[1].image: Required value", "spec.containers[1].name: Duplicate value: \"a\"",
                "spec.containers[2].name: Required value",
                "spec.restartPolicy: Unsupported value: \"Sometimes\": supported values: \"Always\", \"Never\", "
                    + "\"OnFailure\"",
            ]
        )
    }

    @Test func `let only images of a pod change`() throws {
        let pod: JSONValue = ["metadata": ["name": "p"], "spec": ["containers": [["name": "a", "image": "x:1"]]]]
        let old = try KindFixture.created("", "Pod", pod)
        var changed = old
        changed.set([["name": "a", "image": "x:2"]], at: ["spec", "containers"])
        #expect(try KindFixture.problems("", "Pod", changed, old: old).isEmpty)
        changed.set("Never", at: ["spec", "restartPolicy"])
        #expect(
            try KindFixture.problems("", "Pod", changed, old: old).first?.hasPrefix("spec: Forbidden: pod updates")
                == true
        )
    }

    @Test func `merge a secret's plain text into its data`() throws {
        let secret = try KindFixture.created(
            "",
            "Secret",
            ["metadata": ["name": "s"], "data": ["a": "eA=="], "stringData": ["b": "höher", "a": "y"]]
        )
        #expect(secret["type"] == "Opaque")
        #expect(secret["data"] == ["a": "eQ==", "b": "aMO2aGVy"])
        #expect(secret["stringData"] == nil)
    }

    @Test(
        arguments: [
            ("kubernetes.io/tls", [:], ["data[tls.crt]", "data[tls.key]"]),
            ("kubernetes.io/dockerconfigjson", ["x": ""], ["data[.dockerconfigjson]"]),
            ("kubernetes.io/dockerconfigjson", [".dockerconfigjson": "e30="], []),
            ("kubernetes.io/dockerconfigjson", [".dockerconfigjson": "eA=="], ["data[.dockerconfigjson]"]),
            ("kubernetes.io/service-account-token", [:], ["metadata.annotations[kubernetes.io/service-account.name]"]),
            ("Opaque", ["no good": ""], ["data[no good]"]),
        ] as [(String, JSONValue, [String])]
    )
    func `hold secrets to their type`(_ type: String, _ data: JSONValue, _ fields: [String]) throws {
        let secret: JSONValue = ["metadata": ["name": "s"], "type": .string(type), "data": data]
        let found = try KindFixture.strategy("", "Secret").validate(secret, old: nil)
        #expect(found.map(\.field) == fields)
    }

    @Test func `keep immutable secrets and a secret's type`() throws {
        let old: JSONValue = ["metadata": ["name": "s"], "type": "a/b", "immutable": true, "data": ["k": "eA=="]]
        var changed = old
        changed.set("eQ==", at: ["data", "k"])
        #expect(
            try KindFixture.problems("", "Secret", changed, old: old) == [
                "data: Forbidden: field is immutable when `immutable` is set"
            ]
        )
        changed = old
        changed.set(nil, at: ["type"])
        #expect(try KindFixture.problems("", "Secret", changed, old: old).isEmpty)
    }

    @Test func `give services an address and keep it`() throws {
        let service: JSONValue = ["metadata": ["name": "s", "namespace": "n"], "spec": ["ports": [["port": 80]]]]
        let old = try KindFixture.created("", "Service", service)
        #expect(old[path: "spec", "type"] == "ClusterIP")
        #expect(old[path: "spec", "clusterIP"]?.string?.hasPrefix("172.30.") == true)
        #expect(old[path: "spec", "ports"]?.array?.first?["targetPort"] == 80)
        #expect(try KindFixture.problems("", "Service", service, old: old).isEmpty)
        var moved = old
        moved.set("172.30.9.9", at: ["spec", "clusterIP"])
        #expect(
            try KindFixture.problems("", "Service", moved, old: old).first?.hasSuffix("may not change once set") == true
        )
        #expect(try KindFixture.problems("", "Service", ["spec": [:]]) == ["spec.ports: Required value"])
        #expect(try KindFixture.problems("", "Service", ["spec": ["clusterIP": "None"]]).isEmpty)
    }

    @Test func `take a service back inside`() throws {
        let service: JSONValue = [
            "metadata": ["name": "s", "namespace": "n"], "spec": ["type": "LoadBalancer", "ports": [["port": 80]]],
        ]
        let old = try KindFixture.created("", "Service", service)
        var changed = old
        changed.set("ClusterIP", at: ["spec", "type"])
        #expect(try KindFixture.problems("", "Service", changed, old: old).isEmpty)
        try KindFixture.strategy("", "Service").prepareForUpdate(&changed, old: old)
        for name in ["externalTrafficPolicy", "allocateLoadBalancerNodePorts"] {
            #expect(changed["spec"]?[name] == nil)
        }
        #expect(changed[path: "spec", "ports"]?.array?.first?["nodePort"] == nil)
    }

    @Test func `let nobody change what a binding refers to`() throws {
        let group = "rbac.authorization.k8s.io"
        let binding: JSONValue = [
            "metadata": ["name": "b"], "roleRef": ["kind": "ClusterRole", "name": "view"],
            "subjects": [["kind": "User", "name": "u"]],
        ]
        let old = try KindFixture.created(group, "RoleBinding", binding)
        #expect(old["subjects"]?.array?.first?["apiGroup"] == .string(group))
        var changed = binding
        changed.set("edit", at: ["roleRef", "name"])
        #expect(
            try KindFixture.problems(group, "RoleBinding", changed, old: old).first?.hasSuffix("cannot change roleRef")
                == true
        )
        let account: JSONValue = [
            "roleRef": ["kind": "Role", "name": "view"], "subjects": [["kind": "ServiceAccount", "name": "a"]],
        ]
        #expect(
            try KindFixture.problems(group, "ClusterRoleBinding", account) == [
                "roleRef.kind: Unsupported value: \"Role\": supported values: \"ClusterRole\"",
                "subjects[0].namespace: Required value",
            ]
        )
        #expect(
            try KindFixture.problems(group, "Role", ["rules": [["verbs": [], "nonResourceURLs": ["/x"]]]]).count == 2
        )
    }

    @Test(
        arguments: [
            (
                [["name": "p", "mappingMethod": "claim", "type": "HTPasswd", "htpasswd": ["fileData": ["name": "s"]]]],
                []
            ),
            (
                [["name": "a/b", "type": "HTPasswd", "htpasswd": ["fileData": ["name": ""]]]],
                ["spec.identityProviders[0].name", "spec.identityProviders[0].htpasswd.fileData.name"]
            ),
            ([["type": "Nope"]], ["spec.identityProviders[0].name", "spec.identityProviders[0].type"]),
            (
                [["name": "p:q", "type": "HTPasswd", "mappingMethod": "generate"]],
                [
                    "spec.identityProviders[0].name", "spec.identityProviders[0].mappingMethod",
                    "spec.identityProviders[0].htpasswd",
                ]
            ),
        ] as [(JSONValue, [String])]
    )
    func `check identity providers`(_ providers: JSONValue, _ fields: [String]) throws {
        let object: JSONValue = ["metadata": ["name": "cluster"], "spec": ["identityProviders": providers]]
        #expect(
            try KindFixture.strategy("config.openshift.io", "OAuth").validate(object, old: nil).map(\.field) == fields
        )
    }

    @Test func `keep identity providers that are not served yet, and say so`() throws {
        let object: JSONValue = [
            "metadata": ["name": "cluster"],
            "spec": [
                "identityProviders": [
                    ["name": "p", "type": "HTPasswd", "htpasswd": ["fileData": ["name": "s"]]],
                    ["name": "directory", "type": "LDAP", "ldap": ["url": "ldaps://ldap.example/dc=x?uid"]],
                    [
                        "name": "sso", "type": "OpenID",
                        "openID": ["clientID": "c", "clientSecret": ["name": "s"], "issuer": "https://sso.example"],
                    ],
                ]
            ],
        ]
        let rules = try KindFixture.strategy("config.openshift.io", "OAuth")
        #expect(rules.validate(object, old: nil).isEmpty)
        #expect(
            rules.warnings(object, old: nil) == [
                #"spec.identityProviders[1].type: LDAP is kept but not served yet: nobody logs in by "directory""#,
                #"spec.identityProviders[2].type: OpenID is kept but not served yet: nobody logs in by "sso""#,
            ]
        )
    }

    @Test func `refuse providers of one name, short timeouts and other objects than cluster`() throws {
        let provider: JSONValue = ["name": "p", "type": "HTPasswd", "htpasswd": ["fileData": ["name": "s"]]]
        let object: JSONValue = [
            "metadata": ["name": "other"],
            "spec": [
                "identityProviders": [provider, provider], "tokenConfig": ["accessTokenInactivityTimeout": "4m59s"],
            ],
        ]
        #expect(
            try KindFixture.problems("config.openshift.io", "OAuth", object) == [
                "metadata.name: Invalid value: \"other\": must be cluster",
                "spec.identityProviders[1].name: Invalid value: \"p\": must have a unique name",
                "spec.tokenConfig.accessTokenInactivityTimeout: Invalid value: \"4m59s\": the minimum acceptable token "
                    + "timeout value is 300 seconds",
            ]
        )
    }

    @Test(
        arguments: [
            (["managementState": "Nope", "replicas": 1], ["spec.managementState"]),
            (["managementState": "Managed"], ["spec.replicas"]),
            (["managementState": "Managed", "replicas": 1, "rolloutStrategy": "x"], ["spec.rolloutStrategy"]),
            (["managementState": "Removed", "replicas": 1, "logLevel": "Loud"], ["spec.logLevel"]),
            (
                [
                    "managementState": "Removed", "replicas": 1, "requests": ["read": ["maxRunning": -1]],
                    "routes": [["hostname": "h"]], "storage": ["s3": ["chunkSizeMiB": 4]],
                ], ["spec.requests.read.maxRunning", "spec.routes[0].name", "spec.storage.s3.chunkSizeMiB"]
            ),
            (["managementState": "Managed", "replicas": 2, "logLevel": "", "storage": ["emptyDir": [:]]], []),
        ] as [(JSONValue, [String])]
    )
    func `check the registry's configuration`(_ spec: JSONValue, _ fields: [String]) throws {
        let object: JSONValue = ["metadata": ["name": "cluster"], "spec": spec]
        let strategy = try KindFixture.strategy("imageregistry.operator.openshift.io", "Config")
        #expect(strategy.validate(object, old: nil).map(\.field) == fields)
    }

    @Test func `fill in routes, and say nothing of their keys`() throws {
        let route: JSONValue = [
            "metadata": ["name": "r"],
            "spec": ["to": ["name": "s"], "tls": ["termination": "passthrough", "key": "SECRET"]],
        ]
        let object = try KindFixture.created("route.openshift.io", "Route", route)
        #expect(object[path: "spec", "to", "weight"] == 100)
        #expect(object[path: "spec", "wildcardPolicy"] == "None")
        let found = try KindFixture.problems("route.openshift.io", "Route", route)
        #expect(found.count == 1)
        #expect(!found.joined().contains("SECRET"))
    }

    @Test func `leave the status to its own resource`() throws {
        let strategy = try KindFixture.strategy("config.openshift.io", "ClusterOperator")
        var object: JSONValue = ["metadata": ["name": "x"], "spec": [:], "status": ["versions": []]]
        strategy.prepareForUpdate(&object, old: ["status": ["conditions": []]])
        #expect(object["status"] == ["conditions": []])
        strategy.prepareForCreate(&object)
        #expect(object["status"] == nil)
    }

    @Test(arguments: ["* * * * *", "*/5 0-3 1,15 jan mon-fri", "@daily", "@every 5m"])
    func `take schedules`(_ text: String) { #expect(CronSchedule.problem(text) == nil) }

    @Test(arguments: [
        "", "* * * *", "60 * * * *", "*/0 * * * *", "a * * * *", "@never", "5-1 * * * *", "TZ=x * * * * *",
    ])
    func `refuse other schedules`(_ text: String) { #expect(CronSchedule.problem(text) != nil) }

    @Test(arguments: [("1", 1.0), ("100m", 0.1), ("1Gi", 1_073_741_824), ("2e3", 2000), (".5", 0.5), ("+1k", 1000)])
    func `read quantities`(_ text: String, _ value: Double) { #expect(Quantity(parsing: text)?.value == value) }

    @Test(arguments: ["", "1 Gi", "1Xi", "--1", "1.2.3", "e3", ".", "1e999"])
    func `refuse what is no quantity`(_ text: String) { #expect(Quantity(parsing: text) == nil) }

    @Test(arguments: ["", "a", "ab", "abc", "\u{0}\u{FF}"])
    func `read back base64`(_ text: String) {
        let bytes = Array(text.utf8)
        #expect(Base64Text.decode(Base64Text.encode(bytes)) == bytes)
        #expect(Base64Text.decode("a") == nil)
        #expect(Base64Text.decode("a===") == nil)
        #expect(Base64Text.decode("ab=c") == nil)
    }
}
