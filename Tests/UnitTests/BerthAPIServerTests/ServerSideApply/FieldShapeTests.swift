import Kubernetes
import Testing

@testable import BerthAPIServer

@Suite struct `The shape of a kind` {
    private func fields(_ kind: String, _ yaml: String) throws -> String {
        let found = StoredKinds.all.first { $0.gvk.kind == kind }
        return FieldSet.of(try JSONValue(yaml: yaml), try #require(found).fieldShape).withoutIdentity.json.serialized()
    }

    @Test func `has the keys of containers, variables, ports and mounts`() throws {
        let yaml = """
            spec:
              template:
                spec:
                  nodeSelector: {a: b}
                  containers:
                  - name: c
                    args: [x]
                    env: [{name: A, value: b}]
                    ports: [{containerPort: 80}, {containerPort: 80, protocol: UDP}]
                    volumeMounts: [{mountPath: /m, name: v}]
                    resources: {limits: {cpu: 1}}
                  tolerations: [{key: a}]
              selector: {matchLabels: {a: b}}
            """
        #expect(
            try fields("Deployment", yaml)
                == #"{"f:spec":{"f:selector":{},"f:template":{"f:spec":{"f:containers":{"k:{\"name\":\"c\"}":{".":{},"#
                + #""f:args":{},"f:env":{"k:{\"name\":\"A\"}":{".":{},"f:name":{},"f:value":{}}},"f:name":{},"#
                + #""f:ports":{"k:{\"containerPort\":80,\"protocol\":\"TCP\"}":{".":{},"f:containerPort":{}},"#
                + #""k:{\"containerPort\":80,\"protocol\":\"UDP\"}":{".":{},"f:containerPort":{},"f:protocol":{}}},"#
                + #""f:resources":{"f:limits":{"f:cpu":{}}},"#
                + #""f:volumeMounts":{"k:{\"mountPath\":\"/m\"}":{".":{},"f:mountPath":{},"f:name":{}}}}},"#
                + #""f:nodeSelector":{},"f:tolerations":{}}}}}"#
        )
    }

    @Test func `has what all objects share`() throws {
        let yaml = """
            apiVersion: v1
            kind: ServiceAccount
            metadata:
              name: a
              labels: {x: y}
              finalizers: [f/g]
              ownerReferences: [{uid: u, name: n, kind: K, apiVersion: v1}]
              creationTimestamp: null
            imagePullSecrets: [{name: s}]
            """
        #expect(
            try fields("ServiceAccount", yaml)
                == #"{"f:imagePullSecrets":{},"f:metadata":{"f:finalizers":{"v:\"f/g\"":{}},"#
                + #""f:labels":{"f:x":{}},"f:ownerReferences":{"k:{\"uid\":\"u\"}":{}}}}"#
        )
    }

    @Test func `has every list key as a member of its elements`() {
        let library = SchemaLibrary.builtIn
        for (place, keys) in BuiltInShapeFacts.listKeys {
            let parts = place.split(separator: ".").map(String.init)
            guard let owner = library.type(parts[0]), case .array(.type(let name))? = owner.field(parts[1])?.type else {
                continue
            }
            for key in keys { #expect(library.type(name)?.field(key) != nil, "\(place) \(key)") }
        }
    }

    @Test func `of a custom resource is what its schema says`() throws {
        let schema = ObjectSchema(
            openAPI: try JSONValue(
                yaml: """
                    type: object
                    properties:
                      spec:
                        type: object
                        properties:
                          plain: {type: array, items: {type: string}}
                          tags: {type: array, items: {type: string}, x-kubernetes-list-type: set}
                          whole: {type: object, x-kubernetes-map-type: atomic, additionalProperties: {type: string}}
                          free: {type: object, x-kubernetes-preserve-unknown-fields: true}
                          ports:
                            type: array
                            x-kubernetes-list-type: map
                            x-kubernetes-list-map-keys: [port, protocol]
                            items:
                              type: object
                              properties: {port: {type: integer}, protocol: {type: string, default: TCP}}
                    """
            )
        )
        var kind = ServedAPI.widgets
        kind.schema = schema
        let object = try JSONValue(
            yaml: """
                metadata: {labels: {a: b}}
                spec: {plain: [x], tags: [t], whole: {a: b}, free: {a: {b: [1]}}, ports: [{port: 1}]}
                """
        )
        #expect(
            FieldSet.of(object, kind.fieldShape).json.serialized()
                == #"{"f:metadata":{"f:labels":{"f:a":{}}},"f:spec":{"f:free":{"f:a":{".":{},"f:b":{}}},"f:plain":{},"#
                + #""f:ports":{"k:{\"port\":1,\"protocol\":\"TCP\"}":{".":{},"f:port":{}}},"f:tags":{"v:\"t\"":{}},"#
                + #""f:whole":{}}}"#
        )
    }
}
