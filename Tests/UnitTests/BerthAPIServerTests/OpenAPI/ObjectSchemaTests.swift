import Kubernetes
import NIOCore
import Testing

@testable import BerthAPIServer

@Suite struct `The schema of a built-in kind` {
    private func schema(_ group: String, _ kind: String) throws -> (ObjectSchema, ResourceKind) {
        let resource = try #require(StoredKinds.all.first { $0.gvk.group == group && $0.gvk.kind == kind })
        return (try #require(resource.schema), resource)
    }

    @Test func `names unknown fields by their paths`() throws {
        let (schema, _) = try schema("apps", "Deployment")
        let object: JSONValue = [
            "kind": "Deployment", "apiVersion": "apps/v1",
            "metadata": ["name": "a", "labels": ["x/y": "z"], "colour": "red"],
            "spec": [
                "replicas": 1, "foo": 1,
                "template": ["spec": ["containers": [["name": "c", "image": "i", "bar": [:]]]]],
            ],
        ]
        #expect(
            schema.unknownFields(in: object) == [
                "metadata.colour", "spec.foo", "spec.template.spec.containers[0].bar",
            ]
        )
    }

    @Test func `refuses values of a wrong type as the real decoder does`() throws {
        let (schema, kind) = try schema("apps", "Deployment")
        var object: JSONValue = ["spec": ["replicas": "three"]]
        do {
            try schema.normalize(&object, kind)
            Issue.record("accepted")
        } catch {
            #expect(error.code == 400)
            #expect(
                error.message
                    == "Deployment in version \"v1\" cannot be handled as a Deployment: json: cannot unmarshal string "
                    + "into Go struct field DeploymentSpec.spec.replicas of type int32"
            )
        }
    }

    @Test func `refuses wrong types of configuration with a cause`() throws {
        let (schema, kind) = try schema("imageregistry.operator.openshift.io", "Config")
        var object: JSONValue = ["metadata": ["name": "cluster"], "spec": ["replicas": "2"]]
        do {
            try schema.normalize(&object, kind)
            Issue.record("accepted")
        } catch {
            #expect(error.code == 422)
            #expect(error.causes.first?.field == "spec.replicas")
            #expect(
                error.causes.first?.message
                    == "Invalid value: \"string\": spec.replicas in body must be of type integer: \"string\""
            )
        }
    }

    @Test func `never repeats what might be a secret`() throws {
        let (schema, kind) = try schema("", "Secret")
        var object: JSONValue = ["data": ["password": "not base64!"]]
        do {
            try schema.normalize(&object, kind)
            Issue.record("accepted")
        } catch { #expect(!error.message.contains("not base64")) }
    }

    @Test func `drops nulls but keeps what takes anything`() throws {
        let (schema, kind) = try schema("", "Pod")
        var object: JSONValue = [
            "metadata": ["name": "p", "creationTimestamp": .null],
            "spec": ["nodeName": .null, "containers": [["name": "c", "resources": .null]]],
        ]
        try schema.normalize(&object, kind)
        #expect(object == ["metadata": ["name": "p"], "spec": ["containers": [["name": "c"]]]])
    }

    @Test func `makes of nulls in lists and maps what Go makes of them`() throws {
        let (schema, kind) = try schema("", "Pod")
        var object: JSONValue = [
            "metadata": ["name": "p", "labels": ["a": .null], "annotations": ["b": .null]],
            "spec": [
                "nodeSelector": ["c": .null],
                "containers": [
                    ["name": "c", "command": ["x", .null], "resources": ["limits": ["cpu": .null]], "env": [.null]]
                ],
            ],
        ]
        try schema.normalize(&object, kind)
        #expect(
            object == [
                "metadata": ["name": "p", "labels": ["a": ""], "annotations": ["b": ""]],
                "spec": [
                    "nodeSelector": ["c": ""],
                    "containers": [
                        ["name": "c", "command": ["x", ""], "resources": ["limits": ["cpu": "0"]], "env": [[:]]]
                    ],
                ],
            ]
        )
        let custom = ObjectSchema(openAPI: ["type": "object"])
        var widget: JSONValue = ["metadata": ["name": "w", "labels": ["a": .null]], "spec": ["kept": .null]]
        try custom.normalize(&widget, ServedAPI.widgets)
        #expect(widget == ["metadata": ["name": "w", "labels": ["a": ""]], "spec": ["kept": .null]])
    }

    @Test func `knows every field of what is seeded and common`() {
        for kind in StoredKinds.all where ["", "apps", "batch", "rbac.authorization.k8s.io"].contains(kind.gvk.group) {
            #expect(kind.schema != nil, "\(kind.gvk)")
        }
        #expect(SchemaLibrary.builtIn.type("PodSpec")?.fields.count ?? 0 > 35)
    }

    @Test func `refers only to types that there are`() {
        for kind in StoredKinds.all {
            guard case .builtIn(let name)? = kind.schema?.shape else { continue }
            var open = [name]
            var seen: Set<String> = []
            while let next = open.popLast() {
                guard seen.insert(next).inserted else { continue }
                guard let type = SchemaLibrary.builtIn.type(next) else {
                    Issue.record("\(kind.gvk) refers to \(next)")
                    continue
                }
                for field in type.fields {
                    if case .type(let alias) = innermost(field.type), SchemaLibrary.builtIn.type(alias) == nil {
                        Issue.record("\(next).\(field.name) has the unknown type \(alias)")
                    }
                }
                open += type.references
            }
        }
    }

    private func innermost(_ type: FieldType) -> FieldType {
        switch type {
        case .array(let element), .map(let element): innermost(element)
        default: type
        }
    }
}

@Suite struct `The OpenAPI documents` {
    private let documents = OpenAPIDocuments(catalog: ResourceCatalog())

    private func value(_ path: String) throws -> JSONValue {
        let document = try #require(documents.document(path: path, accept: "application/json"))
        return try JSONValue(parsing: Array(#require(document.plainBody).readableBytesView))
    }

    @Test func `list a document for each group version`() throws {
        let paths = try value("/openapi/v3")["paths"]
        let url = paths?["apis/config.openshift.io/v1"]?["serverRelativeURL"]?.string ?? ""
        #expect(url.hasPrefix("/openapi/v3/apis/config.openshift.io/v1?hash="))
        #expect(paths?["api/v1"] != nil)
    }

    @Test func `tell of patches with field validation, and of every type they refer to`() throws {
        let document = try value("/openapi/v3/apis/apps/v1")
        let path = document["paths"]?["/apis/apps/v1/namespaces/{namespace}/deployments/{name}"]
        let parameters = path?[path: "patch", "parameters"]?.array ?? []
        #expect(parameters.contains { $0["name"] == "fieldValidation" })
        #expect(path?["patch"]?["x-kubernetes-group-version-kind"]?["kind"] == "Deployment")
        let schemas = document[path: "components", "schemas"]
        #expect(schemas?["io.k8s.api.core.v1.Container"]?[path: "properties", "image", "description"] != nil)
        let text = document.serialized()
        for match in text.matches(of: #/components\/schemas\/([A-Za-z0-9.-]+)"/#) {
            #expect(schemas?[String(match.1)] != nil, "\(match.1)")
        }
        let containers = schemas?["io.k8s.api.core.v1.PodSpec"]?[path: "properties", "containers"]
        #expect(containers?["x-kubernetes-patch-merge-key"] == "name")
        #expect(containers?["x-kubernetes-patch-strategy"] == "merge")
        let ports = schemas?["io.k8s.api.core.v1.Container"]?[path: "properties", "ports"]
        #expect(ports?["x-kubernetes-list-map-keys"] == ["containerPort", "protocol"])
        let port = schemas?["io.k8s.api.core.v1.ContainerPort"]?[path: "properties", "protocol"]
        #expect(port?["default"] == "TCP")
    }
}
