import Kubernetes

/// The configuration of the cluster, and what its operators report.
extension SeedObjects {
    private static let configGroup = "config.openshift.io/v1"

    static func configuration(_ settings: SeedSettings) -> [(GroupResource, JSONValue)] {
        [
            ("oauths", "OAuth", ["spec": [:]]), ("projects", "Project", ["spec": ["projectRequestMessage": ""]]),
            ("ingresses", "Ingress", ["spec": ["domain": .string(settings.appsDomain)]]),
            ("images", "Image", imageConfiguration(settings)),
            ("infrastructures", "Infrastructure", platform(settings)),
            ("proxies", "Proxy", ["spec": [:]]),
            ("consoles", "Console", ["spec": [:], "status": ["consoleURL": .string(settings.console)]]),
        ].map { (KnownResource.configuration($0.0), SeedPlanter.object(configGroup, $0.1, "cluster", $0.2)) } + [
            (
                KnownResource.configuration("clusteroperators"),
                SeedPlanter.object(configGroup, "ClusterOperator", "image-registry", clusterOperator(settings))
            ),
            (
                KnownResource.configuration("clusterversions"),
                SeedPlanter.object(configGroup, "ClusterVersion", "version", clusterVersion(settings))
            ),
            (
                GroupResource(group: "imageregistry.operator.openshift.io", resource: "configs"),
                SeedPlanter.object("imageregistry.operator.openshift.io/v1", "Config", "cluster", registry(settings))
            ),
            (
                KnownResource.configMaps,
                SeedPlanter.object(
                    "v1",
                    "ConfigMap",
                    "console-public",
                    namespace: "openshift-config-managed",
                    ["data": ["consoleURL": .string(settings.console)]]
                )
            ),
        ]
    }

    private static func imageConfiguration(_ settings: SeedSettings) -> JSONValue {
        ["spec": [:], "status": ["internalRegistryHostname": .string(settings.internalRegistryHostname)]]
    }

    private static func platform(_ settings: SeedSettings) -> JSONValue {
        [
            "spec": ["cloudConfig": ["name": ""], "platformSpec": [:]],
            "status": [
                "apiServerInternalURI": .string(settings.apiServerURL), "apiServerURL": .string(settings.apiServerURL),
                "etcdDiscoveryDomain": "", "infrastructureName": .string(settings.infrastructureName),
                "platform": "None", "platformStatus": ["type": "None"],
            ],
        ]
    }

    /// Conditions of a registry that is removed (reference 8.5): available, since nothing is asked of it.
    private static func removed(_ settings: SeedSettings) -> [JSONValue] {
        let time = JSONValue.string(RFC3339.text(seconds: settings.now))
        func condition(_ type: String, _ status: String, _ reason: String, _ message: String) -> JSONValue {
            [
                "type": .string(type), "status": .string(status), "reason": .string(reason),
                "message": .string(message), "lastTransitionTime": time,
            ]
        }
        return [
            condition("Available", "True", "Removed", "The registry is removed"),
            condition("Progressing", "False", "Removed", "All registry resources are removed"),
            condition("Degraded", "False", "", ""),
            condition("Removed", "True", "Removed", "The registry is removed"),
        ]
    }

    private static func clusterOperator(_ settings: SeedSettings) -> JSONValue {
        [
            "spec": [:],
            "status": [
                "conditions": .array(Array(removed(settings).prefix(3))),
                "versions": [["name": "operator", "version": .string(settings.version)]],
                "relatedObjects": [
                    ["group": "imageregistry.operator.openshift.io", "resource": "configs", "name": "cluster"],
                    ["group": "", "resource": "namespaces", "name": "openshift-image-registry"],
                ],
                "extension": .null,
            ],
        ]
    }

    private static func clusterVersion(_ settings: SeedSettings) -> JSONValue {
        let (time, version) = (JSONValue.string(RFC3339.text(seconds: settings.now)), settings.version)
        func condition(_ type: String, _ status: String, _ message: String) -> JSONValue {
            [
                "type": .string(type), "status": .string(status), "message": .string(message),
                "lastTransitionTime": time,
            ]
        }
        return [
            "spec": [
                "channel": .string("stable-\(version.split(separator: ".").prefix(2).joined(separator: "."))"),
                "clusterID": .string(UUIDText.random()),
            ],
            "status": [
                "availableUpdates": .null,
                "conditions": [
                    condition("Available", "True", "Done applying \(version)"),
                    condition("Failing", "False", ""),
                    condition("Progressing", "False", "Cluster version is \(version)"),
                ],
                "desired": ["force": false, "image": "", "version": .string(version)],
                "history": [
                    [
                        "completionTime": time, "image": "", "startedTime": time, "state": "Completed",
                        "verified": false, "version": .string(version),
                    ]
                ],
                "observedGeneration": 1, "versionHash": "",
            ],
        ]
    }

    /// The registry's configuration on a platform without storage of its own: Removed (reference 8.1, 8.3).
    private static func registry(_ settings: SeedSettings) -> JSONValue {
        let limits: JSONValue = ["maxInQueue": 0, "maxRunning": 0, "maxWaitInQueue": "0s"]
        return [
            "spec": [
                "defaultRoute": false, "disableRedirect": false, "httpSecret": .string(secretText()), "logging": 2,
                "managementState": "Removed", "proxy": ["http": "", "https": "", "noProxy": ""], "readOnly": false,
                "replicas": 1, "requests": ["read": limits, "write": limits], "storage": [:],
            ],
            "status": [
                "conditions": .array(removed(settings)), "generations": .null, "observedGeneration": 1,
                "readyReplicas": 0, "storage": [:], "storageManaged": false,
            ],
        ]
    }

    /// 64 random bytes in hexadecimal digits.
    private static func secretText() -> String {
        let digits = Array("0123456789abcdef".utf8)
        var generator = SystemRandomNumberGenerator()
        let text = (0..<128).map { _ in digits[Int.random(in: 0..<16, using: &generator)] }
        return String(decoding: text, as: UTF8.self)
    }
}
